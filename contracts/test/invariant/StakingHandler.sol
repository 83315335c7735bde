// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice What five stakers, payers of rewards and slashers may do to two pools, in any order and with any amounts.
contract StakingHandler is Fixture {
    uint256 public constant ACTORS = 5;

    address[2] private subjects = [operator, otherOperator];
    /// By pool: put in by stakers, taken out by them, slashed; paid in as rewards, paid out.
    mapping(uint256 pool => uint256) public stakedIn;
    mapping(uint256 pool => uint256) public withdrawn;
    mapping(uint256 pool => uint256) public slashed;
    mapping(uint256 pool => uint256) public rewardsIn;
    mapping(uint256 pool => uint256) public rewardsOut;
    uint256 public burned;
    /// Slashes that took another amount than their part of the stake, or of what was unbonding.
    uint256 public misjudged;
    /// Wei of stake and unbonding that an account's own move gained it, over all moves.
    uint256 public gained;

    constructor() {
        setUp();
        for (uint256 i = 0; i < ACTORS; ++i) {
            token.transfer(actor(i), 10_000_000 ether);
            vm.prank(actor(i));
            token.approve(address(staking), type(uint256).max);
        }
    }

    // ── actions ───────────────────────────────────────────────────────────────────────────────────────────────────

    function stake(uint256 who, uint256 to, uint96 amount) external {
        (bytes32 subject, address by) = (subjectOf(to), actor(who));
        uint256 wei_ = uint256(amount) % 1000 ether + 1;
        uint256 before = worth(subject, by);
        vm.prank(by);
        staking.stake(subject, wei_);
        stakedIn[to % 2] += wei_;
        note(before + wei_, worth(subject, by));
    }

    function requestUnstake(uint256 who, uint256 to, uint96 amount) public {
        (bytes32 subject, address by) = (subjectOf(to), actor(who));
        if (staking.positionOf(subject, by).shares == 0) return;
        uint256 before = worth(subject, by);
        vm.prank(by);
        staking.requestUnstake(subject, uint256(amount) % 1000 ether + 1);
        note(before, worth(subject, by));
    }

    function withdraw(uint256 who, uint256 to) external {
        (bytes32 subject, address by) = (subjectOf(to), actor(who));
        IStakePool.Position memory position = staking.positionOf(subject, by);
        if (position.readyAt == 0 || block.timestamp < position.readyAt) return;
        withdrawn[to % 2] += staking.withdraw(subject, by);
    }

    function claimRewards(uint256 who, uint256 to) external {
        bytes32 subject = subjectOf(to);
        if (staking.poolOf(subject).code.length == 0) return;
        rewardsOut[to % 2] += staking.claimRewards(subject, actor(who));
    }

    /// Also before the pool exists.
    function pay(uint256 to, uint96 amount) external {
        uint256 wei_ = uint256(amount) % 100 ether;
        token.transfer(staking.poolOf(subjectOf(to)), wei_);
        rewardsIn[to % 2] += wei_;
    }

    function slashForFault(uint256 to) external {
        // Most of the time nothing is proven, so that stake is left.
        if (to % 5 > 1) return;
        takeFrom(to, FAULT_SLASH, address(settlement));
    }

    function slashForSilence(uint256 to) external {
        takeFrom(to, SILENCE_SLASH, address(committee));
    }

    /// A staker that leaves right before the slash.
    function slashWhileUnbonding(uint256 who, uint256 to, uint96 amount, bool forFault) external {
        requestUnstake(who, to, amount);
        if (forFault && to % 3 == 0) takeFrom(to, FAULT_SLASH, address(settlement));
        else takeFrom(to, SILENCE_SLASH, address(committee));
    }

    function pass(uint32 time) external {
        vm.warp(block.timestamp + time % (2 * UNBONDING_DELAY));
    }

    // ── what the invariants read ──────────────────────────────────────────────────────────────────────────────────

    function stateOf(uint256 pool) external view returns (IStakePool.PoolState memory) {
        return staking.stateOf(subjectOf(pool));
    }

    function positionOf(uint256 pool, uint256 who) external view returns (IStakePool.Position memory) {
        return staking.positionOf(subjectOf(pool), actor(who));
    }

    function heldBy(uint256 pool) external view returns (uint256) {
        return token.balanceOf(staking.poolOf(subjectOf(pool)));
    }

    function actor(uint256 who) private pure returns (address) {
        return address(uint160(0xAC70 + who % ACTORS));
    }

    function subjectOf(uint256 to) private view returns (bytes32) {
        return staking.subjectOf(subjects[to % 2]);
    }

    function worth(bytes32 subject, address by) private view returns (uint256) {
        IStakePool.Position memory position = staking.positionOf(subject, by);
        return position.stake + position.unbonding;
    }

    function note(uint256 expected, uint256 actual) private {
        // A wei may come to light that rounding had hidden before.
        if (actual > expected + 1) gained += actual - expected;
    }

    function takeFrom(uint256 to, uint256 bps, address by) private {
        bytes32 subject = subjectOf(to);
        IStakePool.PoolState memory before = staking.stateOf(subject);
        uint256 supply = token.totalSupply();
        vm.prank(by);
        if (bps == FAULT_SLASH) staking.slashForFault(subjects[to % 2]);
        else staking.slashForSilence(subjects[to % 2]);
        if (before.shares == 0 && before.unbondingShares == 0) return;
        IStakePool.PoolState memory state = staking.stateOf(subject);
        (uint256 fromStake, uint256 fromUnbonding) = (before.stake - state.stake, before.unbonding - state.unbonding);
        slashed[to % 2] += fromStake + fromUnbonding;
        burned += supply - token.totalSupply();
        bool isPart = fromStake == before.stake * bps / 10_000 && fromUnbonding == before.unbonding * bps / 10_000;
        if (!isPart) ++misjudged;
    }
}
