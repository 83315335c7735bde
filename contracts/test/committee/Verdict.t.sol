// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { CallRuns } from "../../src/libraries/CallRuns.sol";
import { vm } from "../support/Vm.sol";
import { CommitteeTest } from "./CommitteeTest.sol";

contract CommitteeVerdictTest is CommitteeTest {
    uint64[] private none;

    // ── verdicts ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anHonestCallStandsAndPaysItsMembers() public {
        bytes32 id = given();
        uint64[] memory near = list3(W / 2 - 5, (W / 10) * 3 + 5, W / 5);
        vote(id, lists(posted(), near, posted()));
        address[] memory members = membersOf(id);
        uint256 pool = token.balanceOf(staking.poolOf(staking.subjectOf(members[0])));
        committee.resolve(id, posted(), lists(posted(), near, posted()));
        assertOutcome(id, ICommittee.Outcome.Stands);
        assertVoid(false);
        uint256 own = uint256(MEMBER_PRICE) * MEMBER_SHARE / 10_000;
        vm.assertEq(token.balanceOf(members[0]), own);
        vm.assertEq(token.balanceOf(staking.poolOf(staking.subjectOf(members[0]))), pool + MEMBER_PRICE - own);
        vm.assertEq(token.balanceOf(requester), 1000 ether - 3 * uint256(MEMBER_PRICE));
        vm.warp(START + WINDOW);
        finalize(operator);
    }

    /// Operator and members learn from the events what they have to do, and until when.
    function test_everyStepIsAnEvent() public {
        bytes32 id = keccak256(abi.encode(keccak256(abi.encode(operator, uint32(1), CALL)), bytes32(0)));
        vm.expectEmit(address(committee));
        emit ICommittee.ReexecutionRequested(id, operator, 1, CALL, 1, requester, uint64(block.number) + DRAW_DELAY);
        vm.assertEq(request(), id);
        vm.roll(block.number + DRAW_DELAY + 1);
        uint64 deadline = uint64(block.timestamp) + STEP;
        uint256 asked = vm.snapshotState();
        committee.draw(id);
        address[] memory members = membersOf(id);
        vm.revertToState(asked);
        vm.expectEmit(address(committee));
        emit ICommittee.CommitteeDrawn(id, operator, members, deadline);
        committee.draw(id);
        vm.expectEmit(address(committee));
        emit ICommittee.ContentGiven(id, "content", deadline);
        vm.prank(operator);
        committee.handOver(id, "content");
        bytes32 commitment = committee.commitmentOf(members[0], id, posted(), SALT);
        vm.expectEmit(address(committee));
        emit ICommittee.WeightsCommitted(id, members[0], commitment);
        commit(id, members[0], posted());
        vm.warp(deadline + 1);
        vm.expectEmit(address(committee));
        emit ICommittee.WeightsRevealed(id, members[0], posted());
        reveal(id, members[0], posted());
    }

    /// The operator gave the first record what the second had earned; the members say so.
    function test_movedWeightVoidsTheEpochAndCostsBondAndStake() public {
        stakeFor(operator, 100 ether);
        bytes32 id = given();
        uint64[] memory truth = list3(W / 10, (W / 10) * 7, W / 5);
        vote(id, lists(truth, truth, posted()));
        uint256 bond = vault.bondOf(operator).locked;
        uint256 before = token.balanceOf(requester);
        vm.expectEmit(address(committee));
        emit ICommittee.ReexecutionResolved(id, ICommittee.Outcome.Moved, (W / 10) * 4);
        committee.resolve(id, posted(), lists(truth, truth, posted()));
        assertOutcome(id, ICommittee.Outcome.Moved);
        assertVoid(true);
        vm.assertEq(stakeOf(operator), 70 ether);
        vm.assertEq(token.balanceOf(requester), before + bond / 2);
    }

    /// One member cannot convict, whatever it says, nor acquit.
    function test_oneMemberDecidesNothing() public {
        bytes32 id = given();
        vote(id, lists(posted(), list3(0, 0, 0), posted()));
        committee.resolve(id, posted(), lists(posted(), list3(0, 0, 0), posted()));
        assertOutcome(id, ICommittee.Outcome.Stands);
    }

    function test_theToleranceIsWhatStillStands() public {
        uint64 most = (W / 1_000_000) * TOLERANCE;
        for (uint64 over = 0; over < 2; ++over) {
            setUp();
            bytes32 id = given();
            uint64[] memory seen = list3(W / 2 - most - over, (W / 10) * 3 + most + over, W / 5);
            vote(id, lists(seen, seen, seen));
            committee.resolve(id, posted(), lists(seen, seen, seen));
            assertOutcome(id, over == 0 ? ICommittee.Outcome.Stands : ICommittee.Outcome.Moved);
        }
    }

    // ── silence ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_whoIsSilentIsSlashedAndTheOthersDecide() public {
        bytes32 id = given();
        address[] memory members = membersOf(id);
        commit(id, members[0], posted());
        commit(id, members[1], posted());
        uint64 deadline = committee.requestOf(id).deadline;
        vm.warp(deadline + 1);
        reveal(id, members[0], posted());
        reveal(id, members[1], posted());
        uint64[][] memory two = new uint64[][](2);
        (two[0], two[1]) = (posted(), posted());
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DeadlineAhead.selector, deadline + STEP));
        committee.resolve(id, posted(), two);
        vm.warp(deadline + STEP + 1);
        uint256 before = stakeOf(members[2]);
        vm.expectEmit(address(committee));
        emit ICommittee.MemberSilent(id, members[2]);
        committee.resolve(id, posted(), two);
        assertOutcome(id, ICommittee.Outcome.Stands);
        vm.assertEq(stakeOf(members[2]), before - before * SILENCE_SLASH / 10_000);
        vm.assertEq(token.balanceOf(requester), 1000 ether - 2 * uint256(MEMBER_PRICE));
    }

    function test_withoutAQuorumItStandsAndRefundsAndCanBeAskedAgain() public {
        bytes32 id = given();
        address[] memory members = membersOf(id);
        commit(id, members[0], posted());
        vm.warp(committee.requestOf(id).deadline + 1);
        reveal(id, members[0], posted());
        vm.warp(block.timestamp + STEP);
        committee.resolve(id, none, new uint64[][](0));
        assertOutcome(id, ICommittee.Outcome.NoQuorum);
        assertVoid(false);
        vm.assertEq(token.balanceOf(requester), 1000 ether);
        bytes32 again = request();
        vm.assertNotEq(again, id);
        vm.assertEq(committee.latestRequest(operator, 1, CALL), again);
    }

    function test_refusingTheContentIsAFault() public {
        bytes32 id = drawn();
        uint64 deadline = committee.requestOf(id).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DeadlineAhead.selector, deadline));
        committee.resolve(id, none, new uint64[][](0));
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DeadlinePassed.selector, deadline));
        vm.prank(operator);
        committee.handOver(id, "content");
        committee.resolve(id, none, new uint64[][](0));
        assertOutcome(id, ICommittee.Outcome.Refused);
        assertVoid(true);
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(stakeOf(validators[i]), 1000 ether * (i + 1));
        }
    }

    function test_contentThatMostCannotReadIsAFault() public {
        bytes32 id = given();
        vote(id, lists(none, none, posted()));
        committee.resolve(id, none, new uint64[][](0));
        assertOutcome(id, ICommittee.Outcome.Unreadable);
        assertVoid(true);
    }

    // ── the way there ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_theEpochIsHeldUntilTheCommitteeIsDone() public {
        bytes32 id = given();
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochHeld.selector, type(uint64).max));
        settlement.finalize(epoch);
        committee.resolve(id, none, new uint64[][](0));
        settlement.finalize(epoch);
    }

    function test_anEpochThatIsVoidAlreadyCostsNobody() public {
        bytes32 id = given();
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, stranger);
        committee.resolve(id, none, new uint64[][](0));
        assertOutcome(id, ICommittee.Outcome.Gone);
        vm.assertEq(token.balanceOf(requester), 1000 ether);
        vm.assertEq(stakeOf(validators[4]), 5000 ether);
    }

    function test_onlyAnOpenEpochsWholeCallIsTaken() public {
        vm.startPrank(requester);
        vm.expectRevert(abi.encodeWithSelector(CallRuns.CallIncomplete.selector));
        committee.request(epoch, run(1, 2), CALL);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.BadAttributionCount.selector, 0));
        committee.request(epoch, run(0, 5), bytes32(uint256(0x25)));
        epoch.burned += 1;
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotAnOpenEpoch.selector, operator, 1));
        committee.request(epoch, run(0, 5), CALL);
        epoch.burned -= 1;
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WindowOver.selector, START + WINDOW));
        committee.request(epoch, run(0, 5), CALL);
        vm.stopPrank();
    }

    /// Whoever takes an epoch over may not have what a committee would ask for: no request is taken.
    function test_aTakenOverEpochIsNotExecutedAgain() public {
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, stranger);
        vm.warp(START + 2 * WINDOW);
        token.transfer(stranger, 1000 ether);
        vm.startPrank(stranger);
        token.approve(address(vault), type(uint256).max);
        settlement.postEpoch(epoch);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(ICommittee.TakenOver.selector, operator, 1));
        request();
    }

    /// Asking the stake back after the draw saves none of it from what silence costs.
    function test_aSilentMemberThatIsLeavingIsSlashedAlike() public {
        bytes32 id = given();
        address member = membersOf(id)[1];
        bytes32 subject = staking.subjectOf(member);
        uint256 staked = stakeOf(member);
        vm.prank(member);
        staking.requestUnstake(subject, staked - 1 ether);
        vm.warp(committee.requestOf(id).deadline + STEP + 1);
        committee.resolve(id, none, new uint64[][](0));
        uint256 slashed = 10_000 - uint256(SILENCE_SLASH);
        vm.assertEq(stakeOf(member), 1 ether * slashed / 10_000);
        vm.assertEq(staking.stateOf(subject).unbonding, (staked - 1 ether) * slashed / 10_000);
    }

    function test_aCallIsJudgedOnce() public {
        bytes32 id = given();
        vm.expectRevert(abi.encodeWithSelector(ICommittee.RequestedAlready.selector, id));
        request();
        vote(id, lists(posted(), posted(), posted()));
        committee.resolve(id, posted(), lists(posted(), posted(), posted()));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.RequestedAlready.selector, id));
        request();
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStage.selector, id, ICommittee.Stage.Done));
        committee.resolve(id, posted(), lists(posted(), posted(), posted()));
    }

    function test_membersAndOperatorKeepToTheirSteps() public {
        bytes32 id = drawn();
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotOperator.selector, operator, stranger));
        vm.prank(stranger);
        committee.handOver(id, "content");
        vm.prank(operator);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.ZeroContent.selector));
        committee.handOver(id, 0);
        address member = membersOf(id)[0];
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongStage.selector, id, ICommittee.Stage.Drawn));
        vm.prank(member);
        committee.commitWeights(id, "commitment");
        vm.prank(operator);
        committee.handOver(id, "content");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotMember.selector, id, stranger));
        vm.prank(stranger);
        committee.commitWeights(id, "commitment");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.ZeroCommitment.selector));
        vm.prank(member);
        committee.commitWeights(id, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotCommitted.selector, member));
        reveal(id, member, posted());
        commit(id, member, posted());
        vm.expectRevert(abi.encodeWithSelector(ICommittee.CommittedAlready.selector, member));
        vm.prank(member);
        committee.commitWeights(id, "commitment");
        uint64 deadline = committee.requestOf(id).deadline;
        vm.expectRevert(abi.encodeWithSelector(ICommittee.CommitmentsOpen.selector, deadline));
        reveal(id, member, posted());
        vm.warp(deadline + 1);
        address late = membersOf(id)[1];
        vm.expectRevert(abi.encodeWithSelector(ICommittee.DeadlinePassed.selector, deadline));
        vm.prank(late);
        committee.commitWeights(id, "commitment");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        reveal(id, member, list3(1, 2, 3));
        reveal(id, member, posted());
        vm.expectRevert(abi.encodeWithSelector(ICommittee.RevealedAlready.selector, member));
        reveal(id, member, posted());
    }

    /// A copied commitment reveals nothing: it names its member.
    function test_aCopiedCommitmentIsOfNoUse() public {
        bytes32 id = given();
        address[] memory members = membersOf(id);
        bytes32 commitment = committee.commitmentOf(members[0], id, posted(), SALT);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(members[i]);
            committee.commitWeights(id, commitment);
        }
        reveal(id, members[0], posted());
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        reveal(id, members[1], posted());
    }

    function test_weightsAreOneForEachAttributionAndAtMostTheWhole() public {
        bytes32 id = given();
        address[] memory members = membersOf(id);
        uint64[] memory two = new uint64[](2);
        uint64[] memory much = list3(W, 1, 0);
        commit(id, members[0], two);
        commit(id, members[1], much);
        vm.warp(committee.requestOf(id).deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.BadWeights.selector));
        reveal(id, members[0], two);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.BadWeights.selector));
        reveal(id, members[1], much);
    }

    function test_resolvingTakesExactlyWhatWasPostedAndRevealed() public {
        bytes32 id = given();
        vote(id, lists(posted(), posted(), posted()));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        committee.resolve(id, list3(0, 0, 0), lists(posted(), posted(), posted()));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        committee.resolve(id, posted(), lists(posted(), list3(0, 0, 0), posted()));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        committee.resolve(id, posted(), new uint64[][](2));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongWeights.selector));
        committee.resolve(id, posted(), new uint64[][](0));
    }
}
