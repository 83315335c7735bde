// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Taking money in, to the wei
/// @notice OPEN moves what it is told to. A token that keeps a part of a transfer, where one was given at deployment, would
/// leave less than the books say: it is refused where it comes in.
library ExactTransfer {
    using SafeERC20 for IERC20;

    /// @notice The token moved another amount than it was told to.
    error WrongAmountReceived(uint256 received, uint256 expected);

    /// @notice Takes `amount` from an account that approved it. @dev Reverts unless it all arrives.
    function pull(IERC20 token, address from, uint256 amount) internal {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        requireReceived(token, before, amount);
    }

    /// @notice Reverts unless exactly `amount` came in since the balance was `before`.
    function requireReceived(IERC20 token, uint256 before, uint256 amount) internal view {
        uint256 received = token.balanceOf(address(this)) - before;
        require(received == amount, WrongAmountReceived(received, amount));
    }
}
