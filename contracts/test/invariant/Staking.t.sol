// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { vm } from "../support/Vm.sol";
import { FuzzSelector } from "./Ledger.t.sol";
import { StakingHandler } from "./StakingHandler.sol";

/// What holds of stake after any sequence of the handler's actions.
contract StakingInvariants {
    StakingHandler private pools;

    function setUp() public {
        pools = new StakingHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(pools);
    }

    /// Every action of the handler, not its `setUp`.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = StakingHandler.stake.selector;
        selectors[1] = StakingHandler.requestUnstake.selector;
        selectors[2] = StakingHandler.withdraw.selector;
        selectors[3] = StakingHandler.claimRewards.selector;
        selectors[4] = StakingHandler.pay.selector;
        selectors[5] = StakingHandler.slashForFault.selector;
        selectors[6] = StakingHandler.slashForSilence.selector;
        selectors[7] = StakingHandler.slashWhileUnbonding.selector;
        selectors[8] = StakingHandler.pass.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(pools), selectors);
    }

    /// A pool holds its stake, what is unbonding and what it owes, to the wei; all of it came in and did not leave.
    function invariant_poolsHoldStakeUnbondingAndRewards() public view {
        for (uint256 i = 0; i < 2; ++i) {
            IStakePool.PoolState memory state = pools.stateOf(i);
            uint256 held = pools.heldBy(i);
            vm.assertEq(held, state.stake + state.unbonding + state.pot + state.owed, "books");
            uint256 stakes = pools.stakedIn(i) - pools.withdrawn(i) - pools.slashed(i);
            vm.assertEq(state.stake + state.unbonding, stakes, "stake");
            vm.assertEq(state.pot + state.owed, pools.rewardsIn(i) - pools.rewardsOut(i), "rewards");
        }
    }

    /// Accounts' parts sum to the pool's: shares exactly, stake, unbonding and rewards never to more.
    function invariant_partsSumToThePool() public view {
        for (uint256 i = 0; i < 2; ++i) {
            IStakePool.PoolState memory state = pools.stateOf(i);
            uint256[4] memory sums;
            for (uint256 j = 0; j < pools.ACTORS(); ++j) {
                IStakePool.Position memory position = pools.positionOf(i, j);
                sums[0] += position.shares;
                sums[1] += position.stake;
                sums[2] += position.unbonding;
                sums[3] += position.rewards;
            }
            vm.assertEq(sums[0], state.shares, "shares");
            vm.assertLe(sums[1], state.stake, "stake");
            vm.assertLe(sums[2], state.unbonding, "unbonding");
            vm.assertLe(sums[3], state.owed, "rewards");
        }
    }

    /// The price of a share starts at 1 and only falls, so that nobody inflates it; shares always stand for something.
    function invariant_noShareIsWorthMoreThanAWei() public view {
        for (uint256 i = 0; i < 2; ++i) {
            IStakePool.PoolState memory state = pools.stateOf(i);
            vm.assertLe(state.stake, state.shares, "stake > shares");
            vm.assertLe(state.unbonding, state.unbondingShares, "unbonding > shares");
            vm.assertTrue(state.shares == 0 || state.stake > 0, "shares of nothing");
        }
    }

    /// A slash takes its part of stake and of what is unbonding, to the wei, and burns it all; no move of its own makes an
    /// account's stake worth more, in whatever order.
    function invariant_slashesBurnTheirPartAndNoMoveGains() public view {
        vm.assertEq(pools.misjudged(), 0, "slash");
        vm.assertEq(pools.burned(), pools.slashed(0) + pools.slashed(1), "burned");
        vm.assertEq(pools.gained(), 0, "a move gained");
    }

    /// The handler's calls do reach every state, else the invariants would show nothing.
    function test_theHandlerReachesWithdrawalsAndRewards() public {
        pools.pay(0, 50 ether);
        pools.stake(0, 0, 100 ether);
        pools.stake(1, 0, 300 ether);
        pools.slashForFault(0);
        pools.slashWhileUnbonding(0, 0, 20 ether, true);
        vm.assertGt(pools.stateOf(0).unbonding, 0, "unbonding");
        pools.pass(uint32(8 days));
        pools.withdraw(0, 0);
        pools.claimRewards(1, 0);
        vm.assertGt(pools.withdrawn(0), 0, "withdrawn");
        vm.assertGt(pools.rewardsOut(0), 0, "rewards");
        vm.assertGt(pools.slashed(0), 0, "slashed");
        vm.assertGt(pools.burned(), 0, "burned");
        invariant_poolsHoldStakeUnbondingAndRewards();
        invariant_partsSumToThePool();
    }
}
