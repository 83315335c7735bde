// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { vm } from "../support/Vm.sol";
import { StakeTest } from "./StakeTest.sol";

contract StakeRewardsTest is StakeTest {
    function claim(address account) private returns (uint256) {
        return staking.claimRewards(subject, account);
    }

    /// @dev OPEN as a claim of role 3 brings it: a plain transfer, noticed by the next change.
    function pay(uint256 amount) private {
        token.transfer(pool, amount);
    }

    function test_whatComesInIsPaidOutOverThePeriod() public {
        stake(ann, 100 ether);
        pay(10 ether);
        claim(ann);
        pass(REWARD_PERIOD / 10);
        vm.expectEmit(address(staking));
        emit IStaking.RewardsPaid(subject, ann, positionOf(ann).rewards);
        vm.prank(stranger);
        claim(ann);
        assertNear(token.balanceOf(ann), 1_000_000 ether - 99 ether);
        pass(REWARD_PERIOD);
        assertNear(positionOf(ann).rewards, 9 ether);
        assertNear(claim(ann), 9 ether);
        assertNear(100 ether, token.balanceOf(pool));
    }

    function test_stakingRightBeforeAPayoutEarnsNothingExtra() public {
        stake(ann, 100 ether);
        pay(10 ether);
        claim(ann);
        pass(REWARD_PERIOD - 1);
        stake(ben, 900_000 ether);
        requestUnstake(ben, type(uint256).max);
        vm.assertEq(positionOf(ben).rewards, 0);
        pass(1);
        vm.assertEq(claim(ben), 0);
        assertNear(claim(ann), 10 ether);
    }

    function test_moneyBeforeThePoolWaitsForTheFirstStaker() public {
        pay(10 ether);
        pass(365 days);
        stake(ann, 1 ether);
        vm.assertEq(stateOf().pot, 10 ether);
        vm.assertEq(uint256(stateOf().remaining), REWARD_PERIOD);
        pass(REWARD_PERIOD / 2);
        assertNear(positionOf(ann).rewards, 5 ether);
    }

    function test_timeStandsStillWithoutStakers() public {
        stake(ann, 1 ether);
        pay(10 ether);
        claim(ann);
        pass(REWARD_PERIOD / 2);
        requestUnstake(ann, type(uint256).max);
        pass(365 days);
        stake(ben, 1 ether);
        pass(REWARD_PERIOD / 2);
        assertNear(claim(ann), 5 ether);
        assertNear(claim(ben), 5 ether);
    }

    /// Dust sent again and again does not stretch what is being paid out.
    function test_dustDoesNotStretchThePeriod() public {
        stake(ann, 100 ether);
        pay(100 ether);
        claim(ann);
        for (uint256 i = 0; i < 10; ++i) {
            pass(REWARD_PERIOD / 10);
            pay(1);
            claim(ann);
        }
        pass(100);
        claim(ann);
        vm.assertGe(token.balanceOf(ann) + 2, 1_000_000 ether, "paid");
    }

    function test_unbondingStakeEarnsNothing() public {
        stake(ann, 100 ether);
        stake(ben, 100 ether);
        requestUnstake(ben, type(uint256).max);
        pay(10 ether);
        claim(ann);
        pass(REWARD_PERIOD);
        assertNear(claim(ann), 10 ether);
        vm.assertEq(claim(ben), 0);
    }

    /// A donation is a reward to those who stake: it changes the price of no share, so nobody can make a first share so
    /// dear that the next staker's money buys none.
    function test_theFirstStakerCannotTakeFromTheSecond() public {
        stake(ann, 1);
        pay(1000 ether);
        stake(ben, 10 ether);
        IStakePool.Position memory position = positionOf(ben);
        vm.assertEq(position.stake, 10 ether);
        vm.assertEq(position.shares, 10 ether);
        pass(REWARD_PERIOD);
        vm.assertLe(claim(ann) + claim(ben), 1000 ether, "rewards");
        requestUnstake(ben, type(uint256).max);
        pass(UNBONDING_DELAY);
        vm.assertEq(staking.withdraw(subject, ben), 10 ether);
    }

    function test_aSlashLeavesRewardsAlone() public {
        stake(ann, 100 ether);
        pay(10 ether);
        claim(ann);
        pass(REWARD_PERIOD / 2);
        slashForFault();
        assertNear(positionOf(ann).rewards, 5 ether);
        pass(REWARD_PERIOD / 2);
        assertNear(claim(ann), 10 ether);
        assertNear(70 ether, token.balanceOf(pool));
    }

    /// The loop as it is: an epoch pays the pool of a model, anyone pushes the claim, the stakers earn.
    function test_aPushedClaimReachesTheStakers() public {
        stake(ann, 100 ether);
        fund(operator, 10 ether);
        Payee[] memory list = payees(pool, 9 ether, treasury, 0.5 ether);
        post(nextEpoch(operator, list, 0.5 ether, 0));
        vm.warp(START + WINDOW);
        finalize(operator);
        claims(operator).claim(pack(pool, 9 ether), ClaimsTree.proof(list, 0));
        claim(ann);
        pass(REWARD_PERIOD);
        assertNear(claim(ann), 9 ether);
    }

    /// A void epoch costs the stake behind its operator besides the bond; the one who proved it is paid of the bond alone.
    function test_aVoidSlashesTheStakeBehindTheOperator() public {
        stake(operatorStaker(), 50 ether);
        stake(ann, 50 ether);
        fund(operator, 10 ether);
        Epoch memory epoch = nextEpoch(operator, payees(pool, 9 ether, treasury, 0.5 ether), 0.5 ether, 0);
        post(epoch);
        uint256 bond = vault.bondOf(operator).locked;
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, challenger);
        vm.assertEq(stateOf().stake, 70 ether);
        vm.assertEq(positionOf(ann).stake, 35 ether);
        vm.assertEq(token.balanceOf(challenger), bond / 2);
    }

    /// @dev The operator's own stake lies in the same pool.
    function operatorStaker() private returns (address) {
        vm.prank(operator);
        token.approve(address(staking), type(uint256).max);
        return operator;
    }

    // ── arithmetic, any amounts ───────────────────────────────────────────────────────────────────────────────────

    /// Neither order nor slashes let the stakers together take more than there is, and each loses a wei at most to
    /// rounding for each of its moves.
    function test_fuzz_twoStakersAndASlash(uint96 first, uint96 second, uint96 reward, uint32 time, uint96 part)
        public
    {
        uint256 one = uint256(first) % 900_000 ether + 1;
        uint256 two = uint256(second) % 900_000 ether + 1;
        uint256 paid = uint256(reward) % 900_000 ether;
        stake(ann, one);
        pay(paid);
        stake(ben, two);
        pass(time % REWARD_PERIOD);
        slashForFault();
        uint256 left = positionOf(ann).stake + positionOf(ben).stake;
        vm.assertLe(left, stateOf().stake, "stakes");
        vm.assertGe(left + 2, stateOf().stake, "lost to rounding");
        vm.assertLe(stateOf().stake, stateOf().shares, "price above 1");
        uint256 asked = uint256(part) % (positionOf(ann).stake + 1);
        if (asked > 0) {
            uint256 before = positionOf(ann).stake;
            requestUnstake(ann, asked);
            vm.assertLe(positionOf(ann).stake + positionOf(ann).unbonding, before, "unstaking gains");
            vm.assertGe(positionOf(ann).stake + positionOf(ann).unbonding + 2, before, "unstaking loses");
        }
        pass(REWARD_PERIOD);
        uint256 earned = claim(ann) + claim(ben);
        vm.assertLe(earned, paid, "paid out more than came in");
        vm.assertGe(earned + 4, paid, "kept back");
        uint256 owed = stateOf().stake + stateOf().unbonding + stateOf().owed + stateOf().pot;
        vm.assertEq(token.balanceOf(pool), owed);
    }
}
