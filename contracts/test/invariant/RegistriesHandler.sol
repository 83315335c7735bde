// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { IRecordDisputes } from "../../src/interfaces/IRecordDisputes.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice What owners, curators, contributors, challengers and strangers may do to one Datanet and two of its records, in
/// any order. What the registry answers for past seconds is noted as it is seen.
contract RegistriesHandler is Fixture {
    /// @dev An answer for a second that is over.
    struct Seen {
        uint64 time;
        address owner;
        bytes32 curators;
        bytes32[2] disputes;
    }

    RecordDisputes public disputes;
    bytes32 public datanetId;
    address[5] public actors = [datanetOwner, contributor, stranger, payer, operator];
    bytes32[2] public commitmentOf = [keccak256("first"), keccak256("second")];
    bytes32[] public opened;
    Seen[] private _seen;
    /// @dev Wei sent into pots, and out of them.
    uint256 public potIn;
    uint256 public potOut;
    uint64 private _time = START;

    constructor() {
        setUp();
        disputes = RecordDisputes(datanets.disputes());
        datanetId = createDatanet();
        for (uint256 i = 0; i < actors.length; ++i) {
            token.transfer(actors[i], 1_000_000 ether);
            vm.prank(actors[i]);
            token.approve(address(disputes), type(uint256).max);
        }
    }

    // ── actions ───────────────────────────────────────────────────────────────────────────────────────────────────

    function transferDatanet(uint256 to) external {
        address by = datanets.datanetOf(datanetId).owner;
        vm.prank(by);
        datanets.transferFrom(by, actors[to % 5], uint256(datanetId));
    }

    function setCurators(uint256 count, uint256 first) external {
        Curator[] memory list = new Curator[](count % 5);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = Curator(actors[(first % 5 + i) % 5], uint16((count >> 8) % 2001));
        }
        address by = datanets.datanetOf(datanetId).owner;
        vm.prank(by);
        datanets.setCurators(datanetId, list);
    }

    function open(uint256 who, uint256 record) external {
        bytes32 commitment = commitmentOf[record % 2];
        if (datanets.disputeAt(datanetId, contributor, commitment, type(uint64).max) != 0) return;
        vm.prank(actors[who % 5]);
        opened.push(disputes.open(datanetId, contributor, commitment, "reason"));
    }

    function decide(uint256 which, uint256 who, bool upheld) external {
        (bytes32 id, IRecordDisputes.Dispute memory dispute) = _pick(which);
        if (dispute.stage != IRecordDisputes.Stage.Open || block.timestamp > dispute.deadline) return;
        address by = actors[who % 5];
        if (!_isCurator(dispute, by)) by = datanets.datanetOf(datanetId).owner;
        vm.prank(by);
        disputes.decide(id, upheld);
    }

    function appeal(uint256 which, uint256 who) external {
        (bytes32 id, IRecordDisputes.Dispute memory dispute) = _pick(which);
        bool late = block.timestamp > dispute.deadline;
        if (dispute.stage == IRecordDisputes.Stage.Open) {
            if (!late || block.timestamp > dispute.deadline + DISPUTE_WINDOW) return;
        } else if (dispute.stage != IRecordDisputes.Stage.Decided || late) {
            return;
        }
        if (_jurors(dispute) == 0) return;
        vm.prank(actors[who % 5]);
        disputes.appeal(id);
    }

    function vote(uint256 which, uint256 who, bool upheld) external {
        (bytes32 id, IRecordDisputes.Dispute memory dispute) = _pick(which);
        address by = actors[who % 5];
        if (dispute.stage != IRecordDisputes.Stage.Appealed || block.timestamp > dispute.deadline) return;
        if (by == dispute.decider || !_isCurator(dispute, by)) return;
        vm.prank(by);
        try disputes.vote(id, upheld) { } catch { }
    }

    function close(uint256 which) external {
        (bytes32 id, IRecordDisputes.Dispute memory dispute) = _pick(which);
        if (dispute.stage == IRecordDisputes.Stage.None || dispute.stage == IRecordDisputes.Stage.Closed) return;
        uint64 end = dispute.deadline + (dispute.stage == IRecordDisputes.Stage.Open ? DISPUTE_WINDOW : 0);
        if (block.timestamp > end) disputes.close(id);
    }

    function payPot(uint256 which, uint96 amount) external {
        (bytes32 id,) = _pick(which);
        if (id == 0) return;
        token.transfer(disputes.potOf(id), amount % 1 ether);
        potIn += amount % 1 ether;
    }

    function forward(uint256 which) external {
        (bytes32 id, IRecordDisputes.Dispute memory dispute) = _pick(which);
        address pot = disputes.potOf(id);
        uint256 held = token.balanceOf(pot);
        if (dispute.stage != IRecordDisputes.Stage.Closed || held == 0) return;
        uint256 paid = disputes.forward(id);
        vm.assertEq(paid, dispute.upheld ? held / 2 : held);
        potOut += held;
    }

    function pass(uint32 time) external {
        _note();
        _time += 1 + time % 2 days;
        vm.warp(_time);
    }

    // ── what the invariants read ──────────────────────────────────────────────────────────────────────────────────

    function heldStakes() external view returns (uint256 sum) {
        for (uint256 i = 0; i < opened.length; ++i) {
            IRecordDisputes.Dispute memory dispute = disputes.disputeOf(opened[i]);
            if (dispute.stage == IRecordDisputes.Stage.Closed) continue;
            sum += DISPUTE_STAKE * (dispute.appellant == address(0) ? 1 : 2);
        }
    }

    function inPots() external view returns (uint256 sum) {
        for (uint256 i = 0; i < opened.length; ++i) {
            sum += token.balanceOf(disputes.potOf(opened[i]));
        }
    }

    function balanceOf(address account) external view returns (uint256) {
        return token.balanceOf(account);
    }

    /// @notice Whether every noted answer still stands.
    function pastStands() external view returns (bool) {
        for (uint256 i = 0; i < _seen.length; ++i) {
            Seen memory now_ = _answer(_seen[i].time);
            if (keccak256(abi.encode(now_)) != keccak256(abi.encode(_seen[i]))) return false;
        }
        return true;
    }

    /// @notice At most one dispute of a record is not closed or upheld, and it is the one that `disputeAt` names.
    function oneDisputeHolds() external view returns (bool) {
        for (uint256 record = 0; record < 2; ++record) {
            bytes32 holding = datanets.disputeAt(datanetId, contributor, commitmentOf[record], type(uint64).max);
            for (uint256 i = 0; i < opened.length; ++i) {
                IRecordDisputes.Dispute memory dispute = disputes.disputeOf(opened[i]);
                if (dispute.commitment != commitmentOf[record]) continue;
                bool holds = dispute.stage != IRecordDisputes.Stage.Closed || dispute.upheld;
                if (holds != (opened[i] == holding)) return false;
            }
        }
        return true;
    }

    function _note() private {
        if (_seen.length < 24) _seen.push(_answer(uint64(block.timestamp)));
    }

    function _answer(uint64 time) private view returns (Seen memory seen) {
        seen.time = time;
        seen.owner = datanets.ownerAt(datanetId, time);
        seen.curators = keccak256(abi.encode(datanets.curatorsAt(datanetId, time)));
        for (uint256 i = 0; i < 2; ++i) {
            seen.disputes[i] = datanets.disputeAt(datanetId, contributor, commitmentOf[i], time);
        }
    }

    function _pick(uint256 which) private view returns (bytes32 id, IRecordDisputes.Dispute memory dispute) {
        if (opened.length == 0) return (0, dispute);
        id = opened[which % opened.length];
        dispute = disputes.disputeOf(id);
    }

    function _isCurator(IRecordDisputes.Dispute memory dispute, address account) private view returns (bool) {
        Curator[] memory list = datanets.curatorsAt(datanetId, dispute.openedAt - 1);
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].account == account) return true;
        }
        return false;
    }

    function _jurors(IRecordDisputes.Dispute memory dispute) private view returns (uint256 count) {
        Curator[] memory list = datanets.curatorsAt(datanetId, dispute.openedAt - 1);
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].account != dispute.decider) ++count;
        }
    }
}
