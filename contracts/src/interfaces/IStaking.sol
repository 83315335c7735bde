// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStakePool } from "./IStakePool.sol";

/// @title Stake behind operators, validators and models
/// @notice Whoever stakes OPEN in the pool of a subject shares what is paid to that pool, second by second, and bears its
/// slashes. A subject is a model (its modelId) or an account: an operator or validator (`bytes32(uint160(account))`). Its
/// own stake lies in the same pool as that of others. Nobody's key moves stake: it leaves to its account after the
/// unbonding delay, or is slashed by a proven fault (`Settlement`) or by a member's silence (`Committee`).
/// @dev This contract holds no money: each pool holds its own. Views answer zeros for what does not exist.
interface IStaking {
    /// @notice Fixed at deployment.
    struct StakingParams {
        /// Seconds between asking stake back and taking it; slashes reach it meanwhile.
        uint64 unbondingDelay;
        /// Seconds over which money that came in is paid out.
        uint64 rewardPeriod;
        /// Part of a pool that a proven fault of its operator costs, bps; ≤ 5,000.
        uint16 faultSlashBps;
        /// Part of a pool that a committee member's silence costs, bps; ≤ 5,000.
        uint16 silenceSlashBps;
    }

    event PoolCreated(bytes32 indexed subject, address pool);
    event Staked(bytes32 indexed subject, address indexed account, uint256 amount);
    /// @notice All that the account asked back of this pool can be taken from `readyAt` (Unix seconds) on.
    event UnstakeRequested(bytes32 indexed subject, address indexed account, uint256 amount, uint64 readyAt);
    event StakeWithdrawn(bytes32 indexed subject, address indexed account, uint256 amount);
    event RewardsPaid(bytes32 indexed subject, address indexed account, uint256 amount);
    /// @notice Of a pool's stake, and of what is unbonding there, so much was burned (wei).
    event Slashed(bytes32 indexed subject, uint256 burned);

    error ZeroAddress();
    error ZeroAmount();
    error ZeroPeriod();
    error SlashAboveHalf(uint16 bps);
    error NotSettlement(address caller);
    error NotCommittee(address caller);
    /// @notice The account has stake in as many pools as it may.
    error TooManyPools(address account);
    /// @notice The pool does not exist yet: nobody has staked there.
    error NoPool(bytes32 subject);
    /// @notice The moment is not over: what an account holds in it may still change.
    error NotPast(uint64 time);

    /// @notice Stakes the caller's OPEN in a subject's pool (approve it to this contract first). The first stake creates
    /// the pool.
    function stake(bytes32 subject, uint256 amount) external;

    /// @notice Asks back stake of the caller's; it earns no more and is no longer counted, but is slashed until it is
    /// withdrawn. A new request in the same pool makes all of them wait anew.
    /// @param amount Wei; all of the caller's stake, or more, means all.
    function requestUnstake(bytes32 subject, uint256 amount) external;

    /// @notice Pays an account what it asked back and has waited for; anyone may send it.
    /// @return amount Wei paid.
    function withdraw(bytes32 subject, address account) external returns (uint256 amount);

    /// @notice Pays an account what its stake has earned; anyone may send it.
    /// @return amount Wei paid, possibly 0.
    function claimRewards(bytes32 subject, address account) external returns (uint256 amount);

    /// @notice Slashes an operator's pool for a proven fault; `Settlement` only. All of it is burned: whoever proved the
    /// fault is paid of the bond, so that nobody gains by what stakers lose.
    function slashForFault(address operator) external;

    /// @notice Slashes a validator's pool because it was drawn and said nothing; `Committee` only. All of it is burned.
    function slashForSilence(address validator) external;

    /// @notice Creates a subject's pool if it is not there; anyone may.
    function createPool(bytes32 subject) external returns (address pool);

    /// @notice Where a subject's pool stands or will stand: an EIP-1167 clone of `poolImplementation` by CREATE2 with the
    /// subject as its salt. It may be paid before it exists; the money waits for its first stakers.
    function poolOf(bytes32 subject) external view returns (address);

    /// @notice The subject of an operator or a validator.
    function subjectOf(address account) external pure returns (bytes32);

    /// @notice A pool's books now.
    function stateOf(bytes32 subject) external view returns (IStakePool.PoolState memory);

    /// @notice An account's part of a pool now.
    function positionOf(bytes32 subject, address account) external view returns (IStakePool.Position memory);

    /// @notice The subjects in whose pools an account has ever staked, at most 32.
    function subjectsOf(address account) external view returns (bytes32[] memory);

    /// @notice Wei that an account had staked in all pools together at a past second, slashes counted, unbonding not.
    function stakeAt(address account, uint64 time) external view returns (uint256);

    /// @notice Wei that were staked in a subject's pool at a past second.
    function poolStakeAt(bytes32 subject, uint64 time) external view returns (uint256);

    function token() external view returns (address);

    function settlement() external view returns (address);

    function committee() external view returns (address);

    function poolImplementation() external view returns (address);

    function unbondingDelay() external view returns (uint64);

    function rewardPeriod() external view returns (uint64);

    function faultSlashBps() external view returns (uint16);

    function silenceSlashBps() external view returns (uint16);
}
