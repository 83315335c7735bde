// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { IStakePool } from "../../src/interfaces/IStakePool.sol";
import { Root } from "../../src/types/Epoch.sol";
import { CommitteeTest } from "../committee/CommitteeTest.sol";
import { TestTrees } from "../faults/TestTrees.sol";
import { vm } from "../support/Vm.sol";

/// @notice What a requester, an operator and five validators may do about one call after the other, in any order;
/// validators leave with their stake whenever they like.
contract CommitteeHandler is CommitteeTest {
    /// The newest request; its members' lists as they committed to them.
    bytes32 private id;
    mapping(bytes32 requestId => mapping(address member => uint64[])) private lists_;
    /// Wei that the open request prepaid.
    uint256 public prepaid;
    /// Pools that a request's end left with another stake, or another amount unbonding, than it should have.
    uint256 public misjudged;
    /// Members slashed for silence, and those of them that were leaving.
    uint256 public silent;
    uint256 public silentLeaving;
    /// Requests by how they ended.
    mapping(ICommittee.Outcome => uint256) public ended;

    constructor() {
        setUp();
    }

    // ── actions ───────────────────────────────────────────────────────────────────────────────────────────────────

    function ask() external {
        (,, uint64 finalizesAt, ISettlement.EpochStatus status) = settlement.epochOf(operator, epoch.number);
        if (prepaid > 0 || status != ISettlement.EpochStatus.Open || block.timestamp >= finalizesAt) return;
        bytes32 last = committee.latestRequest(operator, settlement.postOf(operator, epoch.number), CALL);
        ICommittee.Outcome outcome = committee.requestOf(last).outcome;
        bool isJudged = outcome != ICommittee.Outcome.Lapsed && outcome != ICommittee.Outcome.NoQuorum;
        if (last != 0 && isJudged) return;
        prepaid = 3 * uint256(MEMBER_PRICE);
        id = request();
    }

    function draw() external {
        ICommittee.Request memory made = committee.requestOf(id);
        if (made.stage != ICommittee.Stage.Requested || block.timestamp > made.deadline) return;
        vm.roll(made.drawBlock + 1);
        committee.draw(id);
        if (committee.requestOf(id).stage == ICommittee.Stage.Done) noteEnd();
    }

    function handOver() external {
        ICommittee.Request memory made = committee.requestOf(id);
        if (made.stage != ICommittee.Stage.Drawn || block.timestamp > made.deadline) return;
        vm.prank(operator);
        committee.handOver(id, "content");
    }

    function commit(uint256 who, uint8 what) external {
        ICommittee.Request memory made = committee.requestOf(id);
        if (made.stage != ICommittee.Stage.Given || block.timestamp > made.deadline) return;
        address member = made.members[who % made.members.length];
        if (committee.voteOf(id, member).commitment != 0) return;
        uint64[] memory list = posted();
        if (what % 4 == 1) list = list3(W / 10, (W / 10) * 7, W / 5);
        if (what % 4 == 2) list = new uint64[](0);
        lists_[id][member] = list;
        commit(id, member, list);
    }

    function reveal(uint256 who) external {
        ICommittee.Request memory made = committee.requestOf(id);
        if (made.stage != ICommittee.Stage.Given) return;
        address member = made.members[who % made.members.length];
        ICommittee.Vote memory vote_ = committee.voteOf(id, member);
        if (vote_.commitment == 0 || vote_.weightsHash != 0 || block.timestamp > made.deadline + STEP) return;
        if (block.timestamp <= made.deadline) vm.warp(made.deadline + 1);
        reveal(id, member, lists_[id][member]);
    }

    function resolve(bool patient) external {
        ICommittee.Request memory made = committee.requestOf(id);
        if (prepaid == 0) return;
        bool isGone = settlement.postOf(operator, made.number) != made.post;
        bool isGiven = made.stage == ICommittee.Stage.Given;
        uint64 dueAt = made.deadline + (isGiven ? STEP : 0) + 1;
        if (!isGone && block.timestamp < dueAt) {
            if (!patient) return;
            vm.warp(dueAt);
        }
        (IStakePool.PoolState[] memory before, bool[] memory mute) = poolsBefore(made, isGiven && !isGone);
        committee.resolve(id, posted(), isGiven ? revealedOf(made) : new uint64[][](0));
        for (uint256 i = 0; i < before.length; ++i) {
            IStakePool.PoolState memory now_ = staking.stateOf(staking.subjectOf(validators[i]));
            bool isRight =
                now_.stake == left(before[i].stake, mute[i]) && now_.unbonding == left(before[i].unbonding, mute[i]);
            if (!isRight) ++misjudged;
        }
        noteEnd();
    }

    /// With any part of its stake, also when it was drawn.
    function unstake(uint256 who, uint96 amount) external {
        address by = validators[who % validators.length];
        bytes32 subject = staking.subjectOf(by);
        if (staking.positionOf(subject, by).shares == 0) return;
        vm.prank(by);
        staking.requestUnstake(subject, uint256(amount) % 4000 ether + 1);
    }

    function stay(uint256 who, uint96 amount) external {
        stakeFor(validators[who % validators.length], uint256(amount) % 2000 ether + 1);
    }

    /// A fault of the open epoch, proven by somebody else.
    function convict(uint256 chance) external {
        if (chance % 4 != 0 || settlement.stateOf(operator).epochCount < epoch.number) return;
        if (settlement.stateOf(operator).finalCount >= epoch.number) return;
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, epoch.number, stranger);
    }

    /// The operator goes on: finalises, and posts the next epoch with the same call.
    function renew(uint256 patience) external {
        ISettlement.OperatorState memory state = settlement.stateOf(operator);
        vault.deposit(operator, 1000 ether);
        if (state.finalCount < state.epochCount) {
            (,, uint64 finalizesAt,) = settlement.epochOf(operator, state.epochCount);
            if (prepaid > 0 || (block.timestamp < finalizesAt && patience % 4 != 0)) return;
            if (block.timestamp < finalizesAt) vm.warp(finalizesAt);
            finalize(operator);
        }
        fund(operator, 1 ether);
        state = settlement.stateOf(operator);
        epoch = nextEpoch(operator, payees(treasury, state.funded - state.burned - 1, developer, 1), 0, 0);
        epoch.attributions = Root(TestTrees.rootOf(nodes()), 6);
        post(epoch);
    }

    function pass(uint32 time) external {
        vm.warp(block.timestamp + time % (2 * STEP));
    }

    // ── what the invariants read ──────────────────────────────────────────────────────────────────────────────────

    function held() external view returns (uint256) {
        return token.balanceOf(address(committee));
    }

    function isHeld() external view returns (bool) {
        return committee.heldUntil(operator, committee.requestOf(id).post) != 0;
    }

    // ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function noteEnd() private {
        prepaid = 0;
        ++ended[committee.requestOf(id).outcome];
    }

    /// @dev The validators' pools, and which of them will have said nothing.
    function poolsBefore(ICommittee.Request memory made, bool counts)
        private
        returns (IStakePool.PoolState[] memory before, bool[] memory mute)
    {
        (before, mute) = (new IStakePool.PoolState[](validators.length), new bool[](validators.length));
        for (uint256 i = 0; i < before.length; ++i) {
            before[i] = staking.stateOf(staking.subjectOf(validators[i]));
            for (uint256 j = 0; counts && j < made.members.length; ++j) {
                if (made.members[j] != validators[i]) continue;
                mute[i] = committee.voteOf(id, validators[i]).weightsHash == 0;
            }
            if (!mute[i]) continue;
            ++silent;
            if (before[i].unbonding > 0) ++silentLeaving;
        }
    }

    /// @dev Lists that were revealed, without the empty ones.
    function revealedOf(ICommittee.Request memory made) private view returns (uint64[][] memory given_) {
        given_ = new uint64[][](made.members.length);
        uint256 count = 0;
        for (uint256 i = 0; i < made.members.length; ++i) {
            bool isRevealed = committee.voteOf(id, made.members[i]).weightsHash != 0;
            if (isRevealed && lists_[id][made.members[i]].length > 0) given_[count++] = lists_[id][made.members[i]];
        }
        assembly ("memory-safe") {
            mstore(given_, count)
        }
    }

    function left(uint256 amount, bool isSlashed) private pure returns (uint256) {
        return isSlashed ? amount - amount * SILENCE_SLASH / 10_000 : amount;
    }
}
