// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The stake behind one subject
/// @notice Holds the stake of one subject's stakers, what of it is unbonding, and the money that was paid to this address
/// and is not paid out yet. `Staking` alone changes it. What came in and is in no book is found by comparing the balance:
/// a plain transfer suffices, also before this contract exists.
/// @dev Stake and unbonding are each held in shares whose price starts at 1 and only falls: `stake ≤ shares` always, so no
/// donation and no rounding can raise it, and a first staker cannot take from the next. Everything is rounded against the
/// account that acts.
interface IStakePool {
    /// @notice Wei unless said otherwise.
    struct PoolState {
        uint256 stake;
        /// No unit: an account's part of `stake`.
        uint256 shares;
        uint256 unbonding;
        /// No unit: an account's part of `unbonding`.
        uint256 unbondingShares;
        /// Came in and is not paid out to shares yet.
        uint256 pot;
        /// Seconds until the pot is paid out; they pass only while there is stake.
        uint64 remaining;
        /// Paid out to shares and not yet to their accounts.
        uint256 owed;
    }

    /// @notice Wei unless said otherwise.
    struct Position {
        uint256 stake;
        /// No unit.
        uint256 shares;
        uint256 unbonding;
        /// When it can be withdrawn, Unix seconds; 0: nothing is unbonding.
        uint64 readyAt;
        uint256 rewards;
    }

    error NotStaking(address caller);
    error NothingStaked(address account);
    error NothingUnbonding(address account);
    error StillUnbonding(uint64 readyAt);

    /// @notice Books stake that `Staking` transfers in right after.
    function add(address account, uint256 amount) external;

    /// @notice Moves stake to unbonding.
    /// @return moved Wei, at most `amount`.
    function unbond(address account, uint256 amount) external returns (uint256 moved, uint64 readyAt);

    /// @notice Pays out what has been unbonding for long enough.
    function withdraw(address account) external returns (uint256 amount);

    /// @notice Pays out what an account's stake has earned.
    function payRewards(address account) external returns (uint256 amount);

    /// @notice Burns a part of the stake and of what is unbonding.
    /// @return burned Wei.
    function slash(uint16 bps) external returns (uint256 burned);

    /// @notice The books now.
    function state() external view returns (PoolState memory);

    /// @notice An account's part now.
    function positionOf(address account) external view returns (Position memory);

    /// @notice Wei of an account's stake at a past second, slashes counted.
    function stakeAt(address account, uint64 time) external view returns (uint256);

    /// @notice Wei of all stake at a past second.
    function totalAt(uint64 time) external view returns (uint256);
}
