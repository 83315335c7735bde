// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStaking } from "../../src/interfaces/IStaking.sol";
import { logged, logs } from "../support/Logs.sol";
import { vm } from "../support/Vm.sol";
import { StakeTest } from "./StakeTest.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// What the books of a pool say after each step, to the wei, and that nothing is told of nothing.
contract StakePoolBooksTest is StakeTest {
    function withdrawAs(address by) private returns (uint256 amount) {
        amount = staking.withdraw(subject, by);
    }

    function test_aWithdrawalLeavesTheOthersTheirs() public {
        stake(ann, 10 ether);
        stake(ben, 20 ether);
        requestUnstake(ann, 10 ether);
        requestUnstake(ben, 20 ether);
        vm.assertEq(stateOf().unbonding, 30 ether);
        pass(UNBONDING_DELAY);
        vm.assertEq(withdrawAs(ann), 10 ether);
        vm.assertEq(stateOf().unbonding, 20 ether);
        vm.assertEq(stateOf().unbondingShares, 20 ether);
        vm.assertEq(positionOf(ben).unbonding, 20 ether);
        vm.assertEq(withdrawAs(ben), 20 ether);
        vm.assertEq(stateOf().unbonding, 0);
        vm.assertEq(token.balanceOf(pool), 0);
    }

    /// After a slash a share may be less than a wei: asked back it is nothing, and can be taken as that.
    function test_aShareOfLessThanAWei() public {
        stake(ann, 9);
        stake(ben, 1);
        slashForFault();
        requestUnstake(ben, 1);
        pass(UNBONDING_DELAY);
        logs.recordLogs();
        vm.assertEq(withdrawAs(ben), 0);
        vm.assertEq(logged(logs.getRecordedLogs(), address(token), IERC20.Transfer.selector), 0);
        vm.assertEq(token.balanceOf(pool), stateOf().stake);
    }

    function test_noRewardsNoTransfer() public {
        stake(ann, 1 ether);
        logs.recordLogs();
        vm.assertEq(staking.claimRewards(subject, ann), 0);
        vm.assertEq(logged(logs.getRecordedLogs(), address(token), IERC20.Transfer.selector), 0);
    }

    /// 30% of 3 wei is nothing, of 4 it is one.
    function test_theLeastThatIsSlashed() public {
        stake(ann, 3);
        logs.recordLogs();
        slashForFault();
        vm.assertEq(logged(logs.getRecordedLogs(), address(staking), IStaking.Slashed.selector), 0);
        vm.assertEq(stateOf().stake, 3);
        stake(ann, 1);
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(subject, 1);
        slashForFault();
        vm.assertEq(stateOf().stake, 3);
        vm.assertEq(token.totalSupply(), supply - 1);
    }
}
