// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice Three stakers with OPEN, and the operator's pool.
abstract contract StakeTest is Fixture {
    address internal constant ann = address(0xA);
    address internal constant ben = address(0xB);
    address internal constant cat = address(0xC);
    address internal constant challenger = address(0xC4A1);

    bytes32 internal subject;
    address internal pool;

    function setUp() public virtual override {
        super.setUp();
        subject = staking.subjectOf(operator);
        pool = staking.poolOf(subject);
        address[3] memory stakers = [ann, ben, cat];
        for (uint256 i = 0; i < 3; ++i) {
            token.transfer(stakers[i], 1_000_000 ether);
            vm.prank(stakers[i]);
            token.approve(address(staking), type(uint256).max);
        }
    }

    function stake(address by, uint256 amount) internal {
        vm.prank(by);
        staking.stake(subject, amount);
    }

    function requestUnstake(address by, uint256 amount) internal {
        vm.prank(by);
        staking.requestUnstake(subject, amount);
    }

    function slashForFault() internal {
        vm.prank(address(settlement));
        staking.slashForFault(operator);
    }

    function positionOf(address account) internal view returns (IStakePool.Position memory) {
        return staking.positionOf(subject, account);
    }

    function stateOf() internal view returns (IStakePool.PoolState memory) {
        return staking.stateOf(subject);
    }

    /// @dev Rounding is against the account: up to two wei less, never more.
    function assertNear(uint256 actual, uint256 expected) internal pure {
        vm.assertLe(actual, expected, "more than expected");
        vm.assertGe(actual + 2, expected, "lost to rounding");
    }

    function pass(uint64 time) internal {
        vm.warp(block.timestamp + time);
    }
}
