// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { WeightedDraw } from "../../src/libraries/WeightedDraw.sol";
import { Log, logs } from "../support/Logs.sol";
import { vm } from "../support/Vm.sol";
import { CommitteeTest } from "./CommitteeTest.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// What members compute for themselves, deadlines that move, and who is paid what.
contract CommitteeBooksTest is CommitteeTest {
    function test_aCommitmentIsWhatMembersHash() public view {
        uint64[] memory weights = posted();
        bytes32 expected =
            keccak256(abi.encode(address(0xA), bytes32("id"), keccak256(abi.encode(weights)), bytes32("salt")));
        vm.assertEq(committee.commitmentOf(address(0xA), "id", weights, "salt"), expected);
    }

    function test_theDrawFollowsFromBlockRequestAndStake() public {
        bytes32 id = request();
        uint256 drawBlock = committee.requestOf(id).drawBlock;
        vm.roll(drawBlock + 1);
        uint256[] memory weights = new uint256[](5);
        for (uint256 i = 0; i < 5; ++i) {
            weights[i] = 1000 ether * (i + 1);
        }
        uint256[] memory places =
            WeightedDraw.draw(weights, COMMITTEE_SIZE, keccak256(abi.encode(blockhash(drawBlock), id)));
        committee.draw(id);
        address[] memory members = membersOf(id);
        vm.assertEq(members.length, places.length);
        for (uint256 i = 0; i < places.length; ++i) {
            vm.assertEq(members[i], validators[places[i]]);
        }
    }

    function test_theContentStartsTheNextStep() public {
        bytes32 id = drawn();
        uint64 before = committee.requestOf(id).deadline;
        vm.warp(block.timestamp + STEP - 5);
        vm.prank(operator);
        committee.handOver(id, "content");
        uint64 deadline = uint64(block.timestamp) + STEP;
        vm.assertEq(committee.requestOf(id).deadline, deadline);
        vm.assertEq(deadline, before + STEP - 5);
    }

    function test_whatEndsWithoutAVerdictMovedNothing() public {
        bytes32 id = drawn();
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, stranger);
        vm.expectEmit(address(committee));
        emit ICommittee.ReexecutionResolved(id, ICommittee.Outcome.Gone, 0);
        committee.resolve(id, posted(), new uint64[][](0));
    }

    function test_whatNobodyDrawsMovedNothing() public {
        bytes32 id = request();
        vm.warp(committee.requestOf(id).deadline + 1);
        vm.expectEmit(address(committee));
        emit ICommittee.ReexecutionResolved(id, ICommittee.Outcome.Lapsed, 0);
        committee.resolve(id, posted(), new uint64[][](0));
    }

    /// Who could not read the content has no part in the verdict, nor in the pay.
    function test_onlyListsArePaid() public {
        bytes32 id = given();
        address[] memory members = membersOf(id);
        uint64[][] memory all = lists(posted(), posted(), new uint64[](0));
        vote(id, all);
        uint256 silent = token.balanceOf(members[2]);
        uint256 pool = token.balanceOf(staking.poolOf(staking.subjectOf(members[2])));
        uint256 before = token.balanceOf(requester);
        uint64[][] memory revealed = new uint64[][](2);
        (revealed[0], revealed[1]) = (posted(), posted());
        committee.resolve(id, posted(), revealed);
        assertOutcome(id, ICommittee.Outcome.Stands);
        vm.assertEq(token.balanceOf(members[2]), silent);
        vm.assertEq(token.balanceOf(staking.poolOf(staking.subjectOf(members[2]))), pool);
        vm.assertEq(token.balanceOf(requester) - before, MEMBER_PRICE);
        vm.assertEq(token.balanceOf(members[0]), MEMBER_PRICE * MEMBER_SHARE / 10_000);
    }

    function test_nothingIsSentBackWhereAllArePaid() public {
        bytes32 id = given();
        uint64[][] memory all = lists(posted(), posted(), posted());
        vote(id, all);
        logs.recordLogs();
        committee.resolve(id, posted(), all);
        Log[] memory seen = logs.getRecordedLogs();
        for (uint256 i = 0; i < seen.length; ++i) {
            bool isTransfer = seen[i].emitter == address(token) && seen[i].topics[0] == IERC20.Transfer.selector;
            vm.assertFalse(isTransfer && seen[i].topics[2] == bytes32(uint256(uint160(requester))));
        }
    }
}
