// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import { DisputePot } from "./DisputePot.sol";
import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { IRecordDisputes } from "./interfaces/IRecordDisputes.sol";
import { ExactTransfer } from "./libraries/ExactTransfer.sol";
import { Curator } from "./types/Curator.sol";

/// @title Disputes of records
/// @dev Created by `DatanetRegistry`, so that both know each other by immutable addresses. Holds the stakes of disputes
/// that are not closed and nothing else; income lies in the pots.
contract RecordDisputes is IRecordDisputes {
    using Checkpoints for Checkpoints.Trace160;
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @notice Says who owns and curates a Datanet.
    IDatanetRegistry public immutable datanetRegistry;
    /// @inheritdoc IRecordDisputes
    uint128 public immutable stake;
    /// @inheritdoc IRecordDisputes
    uint64 public immutable window;
    /// @dev What the pots are clones of.
    address private immutable _potCode;

    mapping(bytes32 disputeId => Dispute) private _disputes;
    mapping(bytes32 disputeId => mapping(address curator => bool)) private _voted;
    /// @dev Block time → number of the record's dispute that holds from then on, 0 for none.
    mapping(bytes32 recordKey => Checkpoints.Trace160) private _disputedBy;
    mapping(bytes32 recordKey => uint96) private _count;

    /// @param token_ OPEN.
    /// @param datanetRegistry_ Says who owns and curates a Datanet.
    /// @param stake_ Wei that opening and appealing take each.
    /// @param window_ Seconds for the decision, for an appeal, and for its votes.
    constructor(IERC20 token_, IDatanetRegistry datanetRegistry_, uint128 stake_, uint64 window_) {
        require(address(token_) != address(0) && address(datanetRegistry_) != address(0), ZeroAddress());
        require(stake_ > 0, ZeroStake());
        require(window_ > 0, ZeroWindow());
        (token, datanetRegistry, stake, window) = (token_, datanetRegistry_, stake_, window_);
        _potCode = address(new DisputePot(token_));
    }

    /// @inheritdoc IRecordDisputes
    function open(bytes32 datanetId, address contributor, bytes32 commitment, bytes32 reasonHash)
        external
        returns (bytes32 disputeId)
    {
        require(datanetRegistry.datanetOf(datanetId).createdAt != 0, UnknownDatanet(datanetId));
        require(contributor != address(0), ZeroAddress());
        require(commitment != 0 && reasonHash != 0, ZeroHash());
        bytes32 recordKey = keccak256(abi.encode(datanetId, contributor, commitment));
        uint160 holding = _disputedBy[recordKey].latest();
        require(holding == 0, AlreadyDisputed(_idOf(datanetId, contributor, commitment, holding)));

        uint96 number = ++_count[recordKey];
        disputeId = _idOf(datanetId, contributor, commitment, number);
        _mark(recordKey, number);
        Dispute storage dispute = _disputes[disputeId];
        (dispute.datanetId, dispute.commitment) = (datanetId, commitment);
        (dispute.contributor, dispute.challenger) = (contributor, msg.sender);
        dispute.openedAt = uint64(block.timestamp);
        dispute.deadline = uint64(block.timestamp) + window;
        dispute.stage = Stage.Open;
        emit DisputeOpened(disputeId, datanetId, commitment, contributor, msg.sender, reasonHash, potOf(disputeId));

        token.pull(msg.sender, stake);
    }

    /// @inheritdoc IRecordDisputes
    function decide(bytes32 disputeId, bool upheld) external {
        Dispute storage dispute = _requireStage(disputeId, Stage.Open);
        _requireInTime(disputeId, dispute);
        require(
            datanetRegistry.datanetOf(dispute.datanetId).owner == msg.sender || _isCurator(dispute, msg.sender),
            NotJudge(disputeId, msg.sender)
        );

        (dispute.stage, dispute.upheld, dispute.decider) = (Stage.Decided, upheld, msg.sender);
        dispute.deadline = uint64(block.timestamp) + window;
        emit DisputeDecided(disputeId, msg.sender, upheld);
    }

    /// @inheritdoc IRecordDisputes
    function appeal(bytes32 disputeId) external {
        Dispute storage dispute = _disputes[disputeId];
        _dismissSilently(disputeId, dispute);
        _requireStage(disputeId, Stage.Decided);
        _requireInTime(disputeId, dispute);
        require(_jurors(dispute) > 0, NoJury(disputeId));

        (dispute.stage, dispute.appellant) = (Stage.Appealed, msg.sender);
        dispute.deadline = uint64(block.timestamp) + window;
        emit DisputeAppealed(disputeId, msg.sender);

        token.pull(msg.sender, stake);
    }

    /// @inheritdoc IRecordDisputes
    function vote(bytes32 disputeId, bool upheld) external {
        Dispute storage dispute = _requireStage(disputeId, Stage.Appealed);
        _requireInTime(disputeId, dispute);
        require(msg.sender != dispute.decider && _isCurator(dispute, msg.sender), NotJuror(disputeId, msg.sender));
        require(!_voted[disputeId][msg.sender], AlreadyVoted(disputeId, msg.sender));

        _voted[disputeId][msg.sender] = true;
        if (upheld) ++dispute.votesUpholding;
        else ++dispute.votesDismissing;
        emit DisputeVoted(disputeId, msg.sender, upheld);
    }

    /// @inheritdoc IRecordDisputes
    function close(bytes32 disputeId) external {
        Dispute storage dispute = _disputes[disputeId];
        _dismissSilently(disputeId, dispute);
        Stage stage = dispute.stage;
        require(stage == Stage.Decided || stage == Stage.Appealed, WrongStage(disputeId, stage));
        require(block.timestamp > dispute.deadline, TooEarly(disputeId, dispute.deadline));
        bool first = dispute.upheld;
        bool upheld = first;
        if (dispute.votesUpholding != dispute.votesDismissing) {
            upheld = dispute.votesUpholding > dispute.votesDismissing;
        }

        (dispute.stage, dispute.upheld) = (Stage.Closed, upheld);
        if (!upheld) _mark(keccak256(abi.encode(dispute.datanetId, dispute.contributor, dispute.commitment)), 0);
        address winner = upheld ? dispute.challenger : dispute.contributor;
        uint128 lost = upheld ? 0 : stake;
        if (stage == Stage.Appealed && upheld == first) lost += stake;
        uint128 burned = lost - lost / 2;
        emit DisputeClosed(disputeId, upheld, burned);

        if (upheld) token.safeTransfer(dispute.challenger, stake);
        if (stage == Stage.Appealed && upheld != first) token.safeTransfer(dispute.appellant, stake);
        if (lost > 0) {
            ERC20Burnable(address(token)).burn(burned);
            token.safeTransfer(winner, lost - burned);
        }
    }

    /// @inheritdoc IRecordDisputes
    function forward(bytes32 disputeId) external returns (uint256 paid) {
        Dispute storage dispute = _requireStage(disputeId, Stage.Closed);
        address pot = potOf(disputeId);
        require(token.balanceOf(pot) > 0, EmptyPot(disputeId));

        address winner = dispute.upheld ? dispute.challenger : dispute.contributor;
        if (pot.code.length == 0) Clones.cloneDeterministic(_potCode, disputeId);
        uint256 burned;
        (paid, burned) = DisputePot(pot).release(winner, dispute.upheld);
        emit PotForwarded(disputeId, winner, paid, burned);
    }

    /// @inheritdoc IRecordDisputes
    function disputeOf(bytes32 disputeId) external view returns (Dispute memory) {
        return _disputes[disputeId];
    }

    /// @inheritdoc IRecordDisputes
    function disputeAt(bytes32 datanetId, address contributor, bytes32 commitment, uint64 time)
        external
        view
        returns (bytes32)
    {
        bytes32 recordKey = keccak256(abi.encode(datanetId, contributor, commitment));
        uint160 number = _disputedBy[recordKey].upperLookupRecent(time);
        return number == 0 ? bytes32(0) : _idOf(datanetId, contributor, commitment, number);
    }

    /// @inheritdoc IRecordDisputes
    function potOf(bytes32 disputeId) public view returns (address) {
        return Clones.predictDeterministicAddress(_potCode, disputeId);
    }

    /// @dev Time without decision is a dismissal by nobody at the end of that time.
    function _dismissSilently(bytes32 disputeId, Dispute storage dispute) private {
        if (dispute.stage != Stage.Open || block.timestamp <= dispute.deadline) return;
        dispute.stage = Stage.Decided;
        dispute.deadline += window;
        emit DisputeDecided(disputeId, address(0), false);
    }

    function _mark(bytes32 recordKey, uint96 number) private {
        // Block times fit uint96 and never fall.
        // forge-lint: disable-next-line(unsafe-typecast)
        _disputedBy[recordKey].push(uint96(block.timestamp), number);
    }

    function _requireStage(bytes32 disputeId, Stage stage) private view returns (Dispute storage dispute) {
        dispute = _disputes[disputeId];
        require(dispute.stage == stage, WrongStage(disputeId, dispute.stage));
    }

    function _requireInTime(bytes32 disputeId, Dispute storage dispute) private view {
        require(block.timestamp <= dispute.deadline, TooLate(disputeId, dispute.deadline));
    }

    /// @dev Of the second before, so that nobody is added in answer to the dispute.
    function _curatorsOf(Dispute storage dispute) private view returns (Curator[] memory) {
        return datanetRegistry.curatorsAt(dispute.datanetId, dispute.openedAt - 1);
    }

    function _isCurator(Dispute storage dispute, address account) private view returns (bool) {
        Curator[] memory curators = _curatorsOf(dispute);
        for (uint256 i = 0; i < curators.length; ++i) {
            if (curators[i].account == account) return true;
        }
        return false;
    }

    /// @dev How many may vote on an appeal.
    function _jurors(Dispute storage dispute) private view returns (uint256 count) {
        Curator[] memory curators = _curatorsOf(dispute);
        count = curators.length;
        for (uint256 i = 0; i < curators.length; ++i) {
            if (curators[i].account == dispute.decider) --count;
        }
    }

    function _idOf(bytes32 datanetId, address contributor, bytes32 commitment, uint256 number)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(datanetId, contributor, commitment, number));
    }
}
