// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { StakePool } from "./StakePool.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { IStakePool } from "./interfaces/IStakePool.sol";
import { IStaking } from "./interfaces/IStaking.sol";

/// @title Stake behind operators, validators and models
contract Staking is IStaking {
    using SafeERC20 for IERC20;

    /// @notice Pools in which one account may ever stake: bounds what `stakeAt` reads.
    uint256 public constant MAX_POOLS = 32;
    uint16 public constant MAX_SLASH_BPS = 5000;

    /// @inheritdoc IStaking
    address public immutable token;
    /// @inheritdoc IStaking
    address public immutable settlement;
    /// @inheritdoc IStaking
    address public immutable committee;
    /// @inheritdoc IStaking
    address public immutable poolImplementation;
    /// @inheritdoc IStaking
    uint64 public immutable unbondingDelay;
    /// @inheritdoc IStaking
    uint64 public immutable rewardPeriod;
    /// @inheritdoc IStaking
    uint16 public immutable faultSlashBps;
    /// @inheritdoc IStaking
    uint16 public immutable silenceSlashBps;

    mapping(address account => bytes32[] subjects) private _subjects;
    mapping(address account => mapping(bytes32 subject => bool)) private _known;

    /// @param settlement_ Stands already; reports proven faults.
    /// @param committee_ Reports silent members; may be created later.
    constructor(address settlement_, address committee_, StakingParams memory params) {
        require(settlement_ != address(0) && committee_ != address(0), ZeroAddress());
        require(params.rewardPeriod > 0, ZeroPeriod());
        require(params.faultSlashBps <= MAX_SLASH_BPS, SlashAboveHalf(params.faultSlashBps));
        require(params.silenceSlashBps <= MAX_SLASH_BPS, SlashAboveHalf(params.silenceSlashBps));
        token = ISettlement(settlement_).token();
        settlement = settlement_;
        committee = committee_;
        unbondingDelay = params.unbondingDelay;
        rewardPeriod = params.rewardPeriod;
        faultSlashBps = params.faultSlashBps;
        silenceSlashBps = params.silenceSlashBps;
        poolImplementation = address(new StakePool(IERC20(token), params.unbondingDelay, params.rewardPeriod));
    }

    /// @inheritdoc IStaking
    function stake(bytes32 subject, uint256 amount) external {
        require(amount > 0, ZeroAmount());
        address pool = createPool(subject);
        _remember(msg.sender, subject);

        IStakePool(pool).add(msg.sender, amount);
        emit Staked(subject, msg.sender, amount);

        IERC20(token).safeTransferFrom(msg.sender, pool, amount);
    }

    /// @inheritdoc IStaking
    function requestUnstake(bytes32 subject, uint256 amount) external {
        require(amount > 0, ZeroAmount());
        (uint256 moved, uint64 readyAt) = _requirePool(subject).unbond(msg.sender, amount);
        emit UnstakeRequested(subject, msg.sender, moved, readyAt);
    }

    /// @inheritdoc IStaking
    function withdraw(bytes32 subject, address account) external returns (uint256 amount) {
        amount = _requirePool(subject).withdraw(account);
        emit StakeWithdrawn(subject, account, amount);
    }

    /// @inheritdoc IStaking
    function claimRewards(bytes32 subject, address account) external returns (uint256 amount) {
        amount = _requirePool(subject).payRewards(account);
        emit RewardsPaid(subject, account, amount);
    }

    /// @inheritdoc IStaking
    function slashForFault(address operator) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));
        _slash(subjectOf(operator), faultSlashBps);
    }

    /// @inheritdoc IStaking
    function slashForSilence(address validator) external {
        require(msg.sender == committee, NotCommittee(msg.sender));
        _slash(subjectOf(validator), silenceSlashBps);
    }

    /// @inheritdoc IStaking
    function createPool(bytes32 subject) public returns (address pool) {
        pool = poolOf(subject);
        if (pool.code.length > 0) return pool;

        Clones.cloneDeterministic(poolImplementation, subject);
        emit PoolCreated(subject, pool);
    }

    /// @inheritdoc IStaking
    function stateOf(bytes32 subject) external view returns (IStakePool.PoolState memory state) {
        address pool = poolOf(subject);
        if (pool.code.length > 0) return IStakePool(pool).state();
        state.pot = IERC20(token).balanceOf(pool);
    }

    /// @inheritdoc IStaking
    function positionOf(bytes32 subject, address account) external view returns (IStakePool.Position memory position) {
        address pool = poolOf(subject);
        if (pool.code.length > 0) return IStakePool(pool).positionOf(account);
    }

    /// @inheritdoc IStaking
    function subjectsOf(address account) external view returns (bytes32[] memory) {
        return _subjects[account];
    }

    /// @inheritdoc IStaking
    function stakeAt(address account, uint64 time) external view returns (uint256 amount) {
        require(time < block.timestamp, NotPast(time));
        bytes32[] storage subjects = _subjects[account];
        for (uint256 i = 0; i < subjects.length; ++i) {
            amount += IStakePool(poolOf(subjects[i])).stakeAt(account, time);
        }
    }

    /// @inheritdoc IStaking
    function poolStakeAt(bytes32 subject, uint64 time) external view returns (uint256) {
        require(time < block.timestamp, NotPast(time));
        address pool = poolOf(subject);
        return pool.code.length > 0 ? IStakePool(pool).totalAt(time) : 0;
    }

    /// @inheritdoc IStaking
    function poolOf(bytes32 subject) public view returns (address) {
        return Clones.predictDeterministicAddress(poolImplementation, subject);
    }

    /// @inheritdoc IStaking
    function subjectOf(address account) public pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    /// @dev A pool that nobody has staked in has nothing to lose: a fault is never held up by it.
    function _slash(bytes32 subject, uint16 bps) private {
        address pool = poolOf(subject);
        if (pool.code.length == 0) return;
        uint256 burned = IStakePool(pool).slash(bps);
        if (burned > 0) emit Slashed(subject, burned);
    }

    function _remember(address account, bytes32 subject) private {
        if (_known[account][subject]) return;
        require(_subjects[account].length < MAX_POOLS, TooManyPools(account));
        _known[account][subject] = true;
        _subjects[account].push(subject);
    }

    function _requirePool(bytes32 subject) private view returns (IStakePool) {
        address pool = poolOf(subject);
        require(pool.code.length > 0, NoPool(subject));
        return IStakePool(pool);
    }
}
