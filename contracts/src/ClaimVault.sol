// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IClaimVault } from "./interfaces/IClaimVault.sol";
import { ClaimsProof } from "./libraries/ClaimsProof.sol";
import { Drawn } from "./types/Books.sol";

/// @title What one operator's final epochs owe, and who has drawn it
/// @dev `reserved ≤ held ≤ what is here` after every call. `held` is a lower bound of the token balance that is renewed
/// only when it is reached: a claim to a balance then asks the token nothing, a pushed one writes nothing here.
contract ClaimVault is IClaimVault {
    using SafeERC20 for IERC20;

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @inheritdoc IClaimVault
    address public immutable settlement;
    /// @inheritdoc IClaimVault
    address public immutable operator;

    /// @inheritdoc IClaimVault
    bytes32 public claimsRoot;
    /// @inheritdoc IClaimVault
    uint128 public reserved;
    uint128 private _held;
    mapping(address account => Drawn) private _drawn;

    /// @param token_ OPEN.
    /// @param operator_ Whose epochs pay in here.
    constructor(IERC20 token_, address operator_) {
        token = token_;
        operator = operator_;
        settlement = msg.sender;
    }

    /// @inheritdoc IClaimVault
    function install(bytes32 root) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));

        claimsRoot = root;
        _renewHeld(reserved);
        emit RootInstalled(root);
    }

    /// @inheritdoc IClaimVault
    function claim(bytes32 packed, bytes32[] calldata proof) external returns (uint128 amount) {
        (address account, uint96 cumulative) = _unpack(packed);
        require(ClaimsProof.rootOf(ClaimsProof.leafOf(packed), proof) == claimsRoot, BadClaimProof(account));
        Drawn storage drawn = _drawn[account];
        uint96 before = drawn.claimed;
        require(cumulative > before, NothingToClaim(account));
        unchecked {
            // Compared just before.
            amount = cumulative - before;
        }

        drawn.claimed = cumulative;
        emit Claimed(account, amount);

        token.safeTransfer(account, amount);
        _requireReserved();
    }

    /// @inheritdoc IClaimVault
    function claimToBalance(bytes32 packed, bytes32[] calldata proof) external returns (uint128 amount) {
        (address account, uint96 cumulative) = _unpack(packed);
        require(ClaimsProof.rootOf(ClaimsProof.leafOf(packed), proof) == claimsRoot, BadClaimProof(account));
        amount = _draw(account, cumulative, true);
        require(amount > 0, NothingToClaim(account));
        _reserve(amount);
        emit Claimed(account, amount);
    }

    /// @inheritdoc IClaimVault
    function claimMany(bytes32[] calldata claims, bytes32[] calldata proof, uint256[] calldata flags, bool toBalance)
        external
        returns (uint128 amount)
    {
        (bool fits, bytes32 root) = ClaimsProof.rootOfMany(claims, proof, flags);
        require(fits && root == claimsRoot, BadClaimsProof());
        uint128[] memory amounts = new uint128[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            (address account, uint96 cumulative) = _unpack(claims[i]);
            uint96 rise = _draw(account, cumulative, toBalance);
            amount += rise;
            amounts[i] = rise;
        }
        if (toBalance) _reserve(amount);
        emit ClaimedMany(amount, toBalance, claims);
        if (toBalance) return amount;

        for (uint256 i = 0; i < claims.length; ++i) {
            (address account,) = _unpack(claims[i]);
            if (amounts[i] > 0) token.safeTransfer(account, amounts[i]);
        }
        _requireReserved();
    }

    /// @inheritdoc IClaimVault
    function withdraw(address account) external returns (uint128 amount) {
        Drawn storage drawn = _drawn[account];
        amount = drawn.balance;
        require(amount > 0, NothingToWithdraw(account));

        drawn.balance = 0;
        (reserved, _held) = (reserved - amount, _held - amount);
        emit BalanceWithdrawn(account, amount);

        token.safeTransfer(account, amount);
    }

    /// @inheritdoc IClaimVault
    function claimedOf(address account) external view returns (uint128) {
        return _drawn[account].claimed;
    }

    /// @inheritdoc IClaimVault
    function balanceOf(address account) external view returns (uint128) {
        return _drawn[account].balance;
    }

    /// @inheritdoc IClaimVault
    function unclaimed() external view returns (uint256) {
        return token.balanceOf(address(this)) - reserved;
    }

    /// @dev Raises what the account has claimed; a proof was checked. What it is paid from is checked afterwards.
    function _draw(address account, uint96 cumulative, bool toBalance) private returns (uint96 amount) {
        Drawn storage drawn = _drawn[account];
        uint96 before = drawn.claimed;
        if (cumulative <= before) return 0;
        unchecked {
            // Compared just before.
            amount = cumulative - before;
        }
        if (!toBalance) {
            drawn.claimed = cumulative;
            return amount;
        }
        uint96 balance = drawn.balance + amount;
        (drawn.claimed, drawn.balance) = (cumulative, balance);
    }

    /// @dev Sets balances apart from what pushed claims may take.
    function _reserve(uint128 amount) private {
        uint128 sum = reserved + amount;
        if (sum > _held) _renewHeld(sum);
        reserved = sum;
    }

    /// @dev After a payment: what is kept as balances is still here.
    function _requireReserved() private {
        if (token.balanceOf(address(this)) < _held) _renewHeld(reserved);
    }

    /// @dev Half of what is free is held too: neither claims to balances nor pushed ones reach the bound soon.
    function _renewHeld(uint128 sum) private {
        uint256 here = token.balanceOf(address(this));
        require(here >= sum, ClaimsExceedFunds(sum, here));
        _held = SafeCast.toUint128(sum + (here - sum) / 2);
    }

    function _unpack(bytes32 packed) private pure returns (address account, uint96 cumulative) {
        // The high 160 bits, then the low 96.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (address(bytes20(packed)), uint96(uint256(packed)));
    }
}
