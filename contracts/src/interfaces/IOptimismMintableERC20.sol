// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title What the OP Stack's standard bridge asks of a token that it mints and burns
/// @notice Its interface id is the exclusive or of the four selectors, as the bridge computes it.
interface IOptimismMintableERC20 is IERC165 {
    /// @notice The token on the other chain.
    function remoteToken() external view returns (address);

    /// @notice The bridge on this chain, which alone mints and burns.
    function bridge() external returns (address);

    /// @notice Mints what was locked on the other chain; bridge only.
    function mint(address to, uint256 amount) external;

    /// @notice Burns what is to be unlocked on the other chain; bridge only.
    function burn(address from, uint256 amount) external;
}
