// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Staking } from "../../src/Staking.sol";
import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { vm } from "../support/Vm.sol";
import { StakeTest } from "./StakeTest.sol";

contract StakingTest is StakeTest {
    // ── stake ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_thePoolStandsWhereItWasForetold() public {
        vm.assertEq(pool.code.length, 0);
        vm.expectEmit(address(staking));
        emit IStaking.PoolCreated(subject, pool);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(subject, ann, 100 ether);
        stake(ann, 100 ether);
        vm.assertGt(pool.code.length, 0, "pool");
        vm.assertEq(token.balanceOf(pool), 100 ether);
        vm.assertEq(positionOf(ann).stake, 100 ether);
        vm.assertEq(staking.createPool(subject), pool);
        vm.assertEq(staking.subjectsOf(ann).length, 1);
    }

    /// The address follows from EIP-1014 and EIP-1167 alone: `core` derives it without asking.
    function test_thePoolsAddressFollowsFromItsSubject() public view {
        bytes memory code = abi.encodePacked(
            hex"3d602d80600a3d3981f3363d3d373d3d3d363d73",
            staking.poolImplementation(),
            hex"5af43d82803e903d91602b57fd5bf3"
        );
        bytes32 derived = keccak256(abi.encodePacked(hex"ff", address(staking), subject, keccak256(code)));
        vm.assertEq(address(uint160(uint256(derived))), pool);
    }

    function test_viewsAnswerZerosForWhatDoesNotExist() public {
        vm.assertEq(stateOf().stake, 0);
        vm.assertEq(positionOf(ann).stake, 0);
        vm.assertEq(staking.stakeAt(ann, START - 1), 0);
        vm.assertEq(staking.poolStakeAt(subject, START - 1), 0);
        token.transfer(pool, 7);
        vm.assertEq(stateOf().pot, 7);
    }

    function test_refusesWhatIsNothing() public {
        vm.expectRevert(abi.encodeWithSelector(IStaking.ZeroAmount.selector));
        stake(ann, 0);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NoPool.selector, subject));
        requestUnstake(ann, 1);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NoPool.selector, subject));
        staking.withdraw(subject, ann);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NoPool.selector, subject));
        staking.claimRewards(subject, ann);
        stake(ann, 1);
        vm.expectRevert(abi.encodeWithSelector(IStaking.ZeroAmount.selector));
        requestUnstake(ann, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakePool.NothingStaked.selector, ben));
        requestUnstake(ben, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakePool.NothingUnbonding.selector, ann));
        staking.withdraw(subject, ann);
        vm.assertEq(staking.claimRewards(subject, ben), 0);
    }

    function test_anAccountHasAtMost32Pools() public {
        vm.startPrank(ann);
        for (uint256 i = 0; i < 32; ++i) {
            staking.stake(bytes32(i + 1), 1);
        }
        staking.stake(bytes32(uint256(32)), 1);
        vm.expectRevert(abi.encodeWithSelector(IStaking.TooManyPools.selector, ann));
        staking.stake(bytes32(uint256(33)), 1);
        vm.stopPrank();
        pass(1);
        vm.assertEq(staking.stakeAt(ann, START), 33);
    }

    function test_onlyStakingChangesAPool() public {
        stake(ann, 1 ether);
        bytes memory refused = abi.encodeWithSelector(IStakePool.NotStaking.selector, address(this));
        vm.expectRevert(refused);
        IStakePool(pool).add(ann, 1);
        vm.expectRevert(refused);
        IStakePool(pool).unbond(ann, 1);
        vm.expectRevert(refused);
        IStakePool(pool).withdraw(ann);
        vm.expectRevert(refused);
        IStakePool(pool).payRewards(ann);
        vm.expectRevert(refused);
        IStakePool(pool).slash(1);
    }

    function test_onlySettlementAndCommitteeSlash() public {
        vm.expectRevert(abi.encodeWithSelector(IStaking.NotSettlement.selector, owner));
        vm.prank(owner);
        staking.slashForFault(operator);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NotCommittee.selector, owner));
        vm.prank(owner);
        staking.slashForSilence(operator);
    }

    function test_constructorRefusesBadParameters() public {
        IStaking.StakingParams memory params = stakingParams();
        vm.expectRevert(abi.encodeWithSelector(IStaking.ZeroAddress.selector));
        new Staking(address(0), address(1), params);
        params.rewardPeriod = 0;
        vm.expectRevert(abi.encodeWithSelector(IStaking.ZeroPeriod.selector));
        new Staking(address(settlement), address(1), params);
    }

    function test_halfIsTheGreatestSlash() public {
        Staking half = new Staking(address(settlement), address(1), IStaking.StakingParams(0, 1, 5000, 5000));
        vm.assertEq(half.faultSlashBps(), 5000);
        vm.assertEq(half.silenceSlashBps(), 5000);
    }

    // ── unbonding ─────────────────────────────────────────────────────────────────────────────────────────────────

    function test_stakeLeavesAfterTheDelayToItsOwnAccount() public {
        stake(ann, 100 ether);
        uint64 readyAt = START + UNBONDING_DELAY;
        vm.expectEmit(address(staking));
        emit IStaking.UnstakeRequested(subject, ann, 40 ether, readyAt);
        requestUnstake(ann, 40 ether);
        vm.assertEq(positionOf(ann).stake, 60 ether);
        vm.assertEq(positionOf(ann).unbonding, 40 ether);
        vm.warp(readyAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakePool.StillUnbonding.selector, readyAt));
        staking.withdraw(subject, ann);
        vm.warp(readyAt);
        vm.expectEmit(address(staking));
        emit IStaking.StakeWithdrawn(subject, ann, 40 ether);
        vm.prank(stranger);
        vm.assertEq(staking.withdraw(subject, ann), 40 ether);
        vm.assertEq(token.balanceOf(ann), 1_000_000 ether - 60 ether);
        vm.expectRevert(abi.encodeWithSelector(IStakePool.NothingUnbonding.selector, ann));
        staking.withdraw(subject, ann);
    }

    function test_aSecondRequestMakesAllWaitAnew() public {
        stake(ann, 100 ether);
        requestUnstake(ann, 40 ether);
        pass(UNBONDING_DELAY - 1);
        requestUnstake(ann, 10 ether);
        pass(1);
        vm.expectRevert(abi.encodeWithSelector(IStakePool.StillUnbonding.selector, START + 2 * UNBONDING_DELAY - 1));
        staking.withdraw(subject, ann);
        pass(UNBONDING_DELAY - 1);
        vm.assertEq(staking.withdraw(subject, ann), 50 ether);
    }

    function test_moreThanAllMeansAll() public {
        stake(ann, 100 ether);
        requestUnstake(ann, type(uint256).max);
        vm.assertEq(stateOf().stake, 0);
        vm.assertEq(stateOf().shares, 0);
        pass(UNBONDING_DELAY);
        vm.assertEq(staking.withdraw(subject, ann), 100 ether);
        stake(ben, 1 ether);
        vm.assertEq(positionOf(ben).stake, 1 ether);
    }

    // ── slashing ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aFaultBurnsItsPartOfStakeAndUnbonding() public {
        stake(ann, 100 ether);
        stake(ben, 300 ether);
        requestUnstake(ben, 100 ether);
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(subject, 120 ether);
        slashForFault();
        vm.assertEq(supply - token.totalSupply(), 120 ether);
        vm.assertEq(positionOf(ann).stake, 70 ether);
        vm.assertEq(positionOf(ben).stake, 140 ether);
        vm.assertEq(positionOf(ben).unbonding, 70 ether);
        pass(UNBONDING_DELAY);
        vm.assertEq(staking.withdraw(subject, ben), 70 ether);
    }

    function test_whoStakesAfterASlashBearsNothingOfIt() public {
        stake(ann, 100 ether);
        slashForFault();
        stake(ben, 100 ether);
        vm.assertEq(positionOf(ann).stake, 70 ether);
        assertNear(positionOf(ben).stake, 100 ether);
        requestUnstake(ann, type(uint256).max);
        slashForFault();
        requestUnstake(ben, type(uint256).max);
        assertNear(positionOf(ann).unbonding, 49 ether);
        assertNear(positionOf(ben).unbonding, 70 ether);
    }

    function test_aSlashOfAPoolThatIsNotThereCostsNothing() public {
        slashForFault();
        staking.createPool(subject);
        slashForFault();
        vm.assertEq(stateOf().stake, 0);
    }

    /// However often a pool is slashed, its last wei stays: shares never stand for nothing.
    function test_aPoolOutlivesEverySlash() public {
        stake(ann, 5);
        for (uint256 i = 0; i < 40; ++i) {
            slashForFault();
        }
        vm.assertGt(stateOf().stake, 0, "stake");
        stake(ben, 1 ether);
        assertNear(positionOf(ben).stake, 1 ether);
    }

    // ── history ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_historyCountsStakeAndSlashesAtTheirSeconds() public {
        stake(ann, 100 ether);
        stake(ben, 100 ether);
        pass(10);
        slashForFault();
        pass(10);
        requestUnstake(ann, 30 ether);
        vm.prank(ann);
        staking.stake("model", 5 ether);
        pass(10);
        vm.assertEq(staking.stakeAt(ann, START - 1), 0);
        vm.assertEq(staking.stakeAt(ann, START), 100 ether);
        vm.assertEq(staking.stakeAt(ann, START + 9), 100 ether);
        vm.assertEq(staking.stakeAt(ann, START + 10), 70 ether);
        assertNear(staking.stakeAt(ann, START + 20), 45 ether);
        vm.assertEq(staking.poolStakeAt(subject, START + 9), 200 ether);
        vm.assertEq(staking.poolStakeAt(subject, START + 10), 140 ether);
        assertNear(staking.poolStakeAt(subject, START + 29), 110 ether);
    }

    function test_theRunningSecondIsNoHistory() public {
        stake(ann, 100 ether);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NotPast.selector, START));
        staking.stakeAt(ann, START);
        vm.expectRevert(abi.encodeWithSelector(IStaking.NotPast.selector, START));
        staking.poolStakeAt(subject, START);
    }
}
