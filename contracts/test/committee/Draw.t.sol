// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { IValidators } from "../../src/interfaces/IValidators.sol";
import { WeightedDraw } from "../../src/libraries/WeightedDraw.sol";
import { vm } from "../support/Vm.sol";
import { CommitteeTest } from "./CommitteeTest.sol";

contract DrawTest is CommitteeTest {
    uint64[] private none;

    function test_theDrawWaitsForItsBlock() public {
        bytes32 id = request();
        uint64 drawBlock = committee.requestOf(id).drawBlock;
        vm.roll(drawBlock);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DrawAhead.selector, drawBlock));
        committee.draw(id);
        vm.roll(drawBlock + 1);
        vm.prank(stranger);
        committee.draw(id);
        vm.assertEq(membersOf(id).length, 3);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStage.selector, id, ICommittee.Stage.Drawn));
        committee.draw(id);
    }

    function test_aBlockOutOfReachIsReplacedByALaterOne() public {
        bytes32 id = request();
        vm.roll(block.number + 300);
        vm.expectEmit(address(committee));
        emit ICommittee.DrawMoved(id, uint64(block.number) + DRAW_DELAY);
        committee.draw(id);
        vm.assertEq(committee.requestOf(id).drawBlock, block.number + DRAW_DELAY);
        vm.assertEq(membersOf(id).length, 0);
        vm.roll(block.number + DRAW_DELAY + 1);
        committee.draw(id);
        vm.assertEq(membersOf(id).length, 3);
    }

    function test_aRequestThatNobodyDrawsLapses() public {
        bytes32 id = request();
        uint64 deadline = committee.requestOf(id).deadline;
        vm.warp(deadline + 1);
        vm.roll(block.number + DRAW_DELAY + 1);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DeadlinePassed.selector, deadline));
        committee.draw(id);
        committee.resolve(id, none, new uint64[][](0));
        assertOutcome(id, ICommittee.Outcome.Lapsed);
        vm.assertEq(token.balanceOf(requester), 1000 ether);
    }

    function test_tooFewValidatorsRefund() public {
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(validators[i]);
            committee.giveUp();
        }
        vm.warp(block.timestamp + 1);
        bytes32 id = drawn();
        assertOutcome(id, ICommittee.Outcome.Lapsed);
        vm.assertEq(token.balanceOf(requester), 1000 ether);
    }

    /// Who comes after the request is not drawn for it, with whatever stake; who leaves after it still is.
    function test_seatsAndStakesOfTheRequestCount() public {
        bytes32 id = request();
        address late = address(0x1A7E);
        stakeFor(late, 500_000 ether);
        seat(late, 5);
        for (uint256 i = 0; i < 5; ++i) {
            vm.prank(validators[i]);
            committee.giveUp();
        }
        vm.roll(block.number + DRAW_DELAY + 1);
        committee.draw(id);
        address[] memory members = membersOf(id);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertTrue(members[i] != late && uint160(members[i]) >= 0xFA10);
            vm.assertTrue(members[i] != members[(i + 1) % 3]);
        }
    }

    function test_operatorAndRequesterJudgeNotThemselves() public {
        stakeFor(operator, 500_000 ether);
        stakeFor(requester, 100_000 ether);
        seat(operator, 5);
        seat(requester, 6);
        vm.warp(block.timestamp + 1);
        address[] memory members = membersOf(drawn());
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertTrue(members[i] != operator && members[i] != requester);
        }
    }

    // ── seats ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aSeatNeedsStakeAndAKey() public {
        address poor = address(0x900);
        vm.expectRevert(abi.encodeWithSelector(IValidators.StakeTooSmall.selector, 0, MINIMUM_STAKE));
        seat(poor, 5);
        stakeFor(poor, MINIMUM_STAKE);
        vm.expectRevert(abi.encodeWithSelector(IValidators.NoSuchSeat.selector, 6));
        seat(poor, 6);
        vm.expectRevert(abi.encodeWithSelector(IValidators.SeatJustChanged.selector, 0, START + STEP + 1));
        seat(poor, 0);
        vm.warp(START + STEP + 1);
        vm.expectRevert(abi.encodeWithSelector(IValidators.SeatTaken.selector, 0));
        seat(poor, 0);
        vm.expectRevert(abi.encodeWithSelector(IValidators.NoEncryptionKey.selector));
        vm.prank(poor);
        committee.register(0, 5);
        vm.expectEmit(address(committee));
        emit IValidators.ValidatorSeated(poor, 5, keyOf(poor));
        seat(poor, 5);
        vm.prank(poor);
        committee.register("other", 0);
        vm.assertEq(committee.encryptionKeyOf(poor), "other");
        (bool seated, uint256 place) = committee.placeOf(poor);
        vm.assertTrue(seated);
        vm.assertEq(place, 5);
    }

    function test_aFreeSeatIsTakenWhenNoRequestCanDrawItsLastValidatorAnyMore() public {
        address next = address(0x9E87);
        stakeFor(next, MINIMUM_STAKE);
        vm.expectEmit(address(committee));
        emit IValidators.ValidatorLeft(validators[0], 0);
        vm.prank(validators[0]);
        committee.giveUp();
        vm.expectRevert(abi.encodeWithSelector(IValidators.NotSeated.selector, validators[0]));
        vm.prank(validators[0]);
        committee.giveUp();
        vm.expectRevert(abi.encodeWithSelector(IValidators.SeatJustChanged.selector, 0, block.timestamp + STEP + 1));
        seat(next, 0);
        vm.warp(block.timestamp + STEP + 1);
        seat(next, 0);
        vm.assertEq(committee.seatOf(0).account, next);
        vm.assertEq(committee.seatOf(0).previous, validators[0]);
        vm.expectRevert(abi.encodeWithSelector(IValidators.NoSuchSeat.selector, 5));
        committee.seatOf(5);
    }

    function test_whoFallsBelowTheLeastStakeIsPutOut() public {
        vm.expectRevert(abi.encodeWithSelector(IValidators.SeatTaken.selector, 0));
        committee.putOut(validators[0]);
        vm.startPrank(validators[0]);
        staking.requestUnstake(staking.subjectOf(validators[0]), 1);
        vm.stopPrank();
        vm.prank(stranger);
        committee.putOut(validators[0]);
        (bool seated,) = committee.placeOf(validators[0]);
        vm.assertFalse(seated);
        vm.expectRevert(abi.encodeWithSelector(IValidators.NotSeated.selector, validators[0]));
        committee.putOut(validators[0]);
    }

    /// Nobody keeps others out by taking all seats: with all taken, more stake takes one.
    function test_moreStakeTakesASeatWhenAllAreTaken() public {
        for (uint256 i = 5; i < 64; ++i) {
            address filler = address(uint160(0xF1110 + i));
            stakeFor(filler, MINIMUM_STAKE);
            seat(filler, i);
        }
        address rich = address(0x41C4);
        stakeFor(rich, 2 * MINIMUM_STAKE);
        vm.warp(block.timestamp + STEP + 1);
        vm.expectRevert(abi.encodeWithSelector(IValidators.NoSuchSeat.selector, 64));
        seat(rich, 64);
        vm.expectRevert(abi.encodeWithSelector(IValidators.SeatTaken.selector, 4));
        seat(rich, 4);
        address before = committee.seatOf(9).account;
        seat(rich, 9);
        vm.assertEq(committee.seatOf(9).account, rich);
        (bool seated,) = committee.placeOf(before);
        vm.assertFalse(seated);
        vm.warp(block.timestamp + 1);
        bytes32 id = request();
        vm.roll(block.number + DRAW_DELAY + 1);
        committee.draw(id);
        vm.assertEq(membersOf(id).length, 3);
    }

    // ── arithmetic ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_fuzz_drawnPlacesAreDifferentAndHaveWeight(uint256[9] memory given_, bytes32 seed) public pure {
        uint256[] memory weights = new uint256[](9);
        uint256 eligible = 0;
        for (uint256 i = 0; i < 9; ++i) {
            weights[i] = given_[i] % 3 == 0 ? 0 : given_[i] % 10 ** 27;
            if (weights[i] > 0) ++eligible;
        }
        uint256[] memory left = new uint256[](9);
        for (uint256 i = 0; i < 9; ++i) {
            left[i] = weights[i];
        }
        uint256[] memory places = WeightedDraw.draw(left, 5, seed);
        vm.assertEq(places.length, eligible < 5 ? 0 : 5);
        for (uint256 i = 0; i < places.length; ++i) {
            vm.assertGt(weights[places[i]], 0, "no weight");
            weights[places[i]] = 0;
        }
    }

    /// Chances follow the stakes: of 2,000 draws of one among 1, 2 and 7, near 200, 400 and 1,400.
    function test_chancesFollowWeights() public pure {
        uint256[3] memory hits;
        for (uint256 i = 0; i < 2000; ++i) {
            uint256[] memory weights = new uint256[](3);
            (weights[0], weights[1], weights[2]) = (1 ether, 2 ether, 7 ether);
            ++hits[WeightedDraw.draw(weights, 1, keccak256(abi.encode(i)))[0]];
        }
        vm.assertGt(hits[0], 140, "1 of 10");
        vm.assertGt(hits[1], 320, "2 of 10");
        vm.assertGt(hits[2], 1310, "7 of 10");
    }
}
