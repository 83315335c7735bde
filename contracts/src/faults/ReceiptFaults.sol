// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { IModelRegistry } from "../interfaces/IModelRegistry.sol";
import { IPaymentEscrow } from "../interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../interfaces/ISettlement.sol";
import { CallMoney } from "../libraries/CallMoney.sol";
import { CallRuns } from "../libraries/CallRuns.sol";
import { FaultKind } from "../libraries/FaultKind.sol";
import { LeafRuns } from "../libraries/LeafRuns.sol";
import { Epoch } from "../types/Epoch.sol";
import { Component, Receipt } from "../types/Receipt.sol";
import {
    ChannelEndProof,
    ChannelStartProof,
    ComponentProof,
    EquivocationProof,
    ReceiptMissingProof,
    ReceiptPairProof,
    ReceiptProof,
    TwoEpochsProof,
    TwoReceiptsProof
} from "../types/ReceiptProofs.sol";
import { ReceiptRun } from "../types/Runs.sol";

/// @title Faults of an epoch's receipts
/// @notice An honest receipt bills tokens at a price in effect, continues its channel's chain, is for a call that has no
/// other one, and an epoch holds exactly the receipts that were collected (protocol §3–§5).
contract ReceiptFaults is IFaultProver {
    using CallMoney for Receipt;
    using CallRuns for ReceiptRun;
    using LeafRuns for ReceiptRun;

    /// @dev Most components, and most retrieved versions, of a receipt.
    uint256 private constant MAX_PARTS = 64;

    ISettlement private immutable _settlement;
    IPaymentEscrow private immutable _escrow;
    IModelRegistry private immutable _models;

    /// @notice The receipt is as it must be.
    error ReceiptHolds();
    /// @notice The receipts are not of one channel.
    error OtherChannel(bytes32 found, bytes32 expected);
    /// @notice The receipt is not the channel's first, or not its last, in the epoch.
    error NotAtTheEdge();
    /// @notice Not an epoch of the same operator, earlier, posted and not void.
    error NotEarlier(address operator, uint64 number);
    /// @notice The receipts are for different calls, or are one and the same.
    error NoRepeat();
    /// @notice The signature is malformed, malleable or not the operator's.
    error NotSigned();
    /// @notice The two receipts are the same, or of different places.
    error NoEquivocation();
    /// @notice The escrow does not know what had been collected then.
    error HistoryUnknown(bytes32 channelId, uint64 number);
    /// @notice Not the epoch that is posted under this number.
    error NotPosted();
    /// @notice This epoch need not hold the receipt: it is free, was collected for an earlier one, or not yet.
    error NotDue(uint128 collectedBefore, uint128 collected);

    constructor(ISettlement settlement, IDatanetRegistry, IModelRegistry models) {
        _settlement = settlement;
        _escrow = IPaymentEscrow(settlement.escrow());
        _models = models;
    }

    /// @inheritdoc IFaultProver
    function prove(uint8 kind, bytes calldata proof) external view returns (bytes32) {
        if (kind == FaultKind.FEE_WRONG) return proveFee(abi.decode(proof, (ReceiptProof)));
        if (kind == FaultKind.PRICE_NOT_IN_EFFECT) return provePrice(abi.decode(proof, (ComponentProof)));
        if (kind == FaultKind.COMPONENTS_WRONG) return proveComponents(abi.decode(proof, (ReceiptProof)));
        if (kind == FaultKind.RETRIEVED_VERSIONS_WRONG) {
            return proveRetrievedVersions(abi.decode(proof, (ReceiptProof)));
        }
        if (kind == FaultKind.CUMULATIVE_WRONG) return proveCumulative(abi.decode(proof, (ReceiptProof)));
        if (kind == FaultKind.SEQUENCE_BROKEN) return proveSequenceBroken(abi.decode(proof, (ReceiptPairProof)));
        if (kind == FaultKind.CHANNEL_START_WRONG) return proveChannelStart(abi.decode(proof, (ChannelStartProof)));
        if (kind == FaultKind.SEQUENCE_REPEATED) return proveSequenceRepeated(abi.decode(proof, (TwoEpochsProof)));
        if (kind == FaultKind.CHANNEL_FOREIGN) return proveChannelForeign(abi.decode(proof, (ReceiptProof)));
        if (kind == FaultKind.CALL_REPEATED) return proveCallRepeated(abi.decode(proof, (TwoReceiptsProof)));
        if (kind == FaultKind.CALL_REPEATED_LATER) return proveCallRepeatedLater(abi.decode(proof, (TwoEpochsProof)));
        if (kind == FaultKind.EQUIVOCATION) return proveEquivocation(abi.decode(proof, (EquivocationProof)));
        if (kind == FaultKind.RECEIPT_MISSING) return proveReceiptMissing(abi.decode(proof, (ReceiptMissingProof)));
        if (kind == FaultKind.CHANNEL_NOT_COLLECTED) return proveNotCollected(abi.decode(proof, (ChannelEndProof)));
        if (kind == FaultKind.TIME_WRONG) return proveTime(abi.decode(proof, (ReceiptProof)));
        revert UnknownKind(kind);
    }

    /// @notice A receipt's fee is not what its tokens cost at the prices on chain, which never change.
    function proveFee(ReceiptProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        uint256[] memory fees = receipt.feesOf(_models);
        uint256 fee = 0;
        for (uint256 i = 0; i < fees.length; ++i) {
            fee += fees[i];
        }
        require(fee != receipt.fee, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A component's price version does not exist, or took effect only after the receipt's time. Newer versions in
    /// effect are none of this: a call keeps the price at which it was reserved.
    function provePrice(ComponentProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        require(proof.component < receipt.components.length, ReceiptHolds());
        Component memory part = receipt.components[proof.component];
        (,, uint64 effectiveFrom) = _models.priceOf(part.modelId, part.priceVersion);
        require(effectiveFrom == 0 || effectiveFrom > receipt.time, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt has no component, too many, a model twice, or several whose scales are all 0.
    function proveComponents(ReceiptProof memory proof) public pure returns (bytes32) {
        Component[] memory parts = proof.receipt.receiptOf(proof.epoch).components;
        bool wrong = parts.length == 0 || parts.length > MAX_PARTS;
        uint256 scale = 0;
        for (uint256 i = 0; !wrong && i < parts.length; ++i) {
            scale += parts[i].scalePpm;
            for (uint256 j = 0; !wrong && j < i; ++j) {
                wrong = parts[i].modelId == parts[j].modelId;
            }
        }
        require(wrong || (parts.length > 1 && scale == 0), ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt retrieved from too many versions, from one twice, or from one that none of its models retrieves
    /// from.
    function proveRetrievedVersions(ReceiptProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        bytes32[] memory roots = receipt.retrievedVersions;
        bool wrong = roots.length > MAX_PARTS;
        for (uint256 i = 1; !wrong && i < roots.length; ++i) {
            wrong = _has(roots, i, roots[i]);
        }
        if (!wrong) {
            uint256 known = 0;
            bool[] memory found = new bool[](roots.length);
            for (uint256 i = 0; known < roots.length && i < receipt.components.length; ++i) {
                bytes32[] memory allowed = _models.modelOf(receipt.components[i].modelId).retrievalVersions;
                for (uint256 j = 0; j < roots.length; ++j) {
                    if (found[j] || !_has(allowed, allowed.length, roots[j])) continue;
                    found[j] = true;
                    ++known;
                }
            }
            wrong = known < roots.length;
        }
        require(wrong, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt's cumulatives do not differ by its fee.
    function proveCumulative(ReceiptProof memory proof) public pure returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        require(uint256(receipt.cumulativeBefore) + receipt.fee != receipt.cumulativeAfter, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt's time is not before the post. What the registries say of an earlier time was settled then, so that
    /// an epoch can be right, and stays so.
    function proveTime(ReceiptProof memory proof) public view returns (bytes32 epochHash) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        epochHash = proof.epoch.hash();
        (bytes32 posted, uint64 postedAt,,) = _settlement.epochOf(proof.epoch.operator, proof.epoch.number);
        require(posted == epochHash, NotPosted());
        require(receipt.time >= postedAt, ReceiptHolds());
    }

    /// @notice Two neighbouring receipts of a channel do not follow each other in sequence, cumulative and time.
    function proveSequenceBroken(ReceiptPairProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.pair.leaves.length, 2);
        proof.pair.requireHeld(proof.epoch.receipts);
        Receipt memory one = proof.pair.leaves[0];
        Receipt memory next = proof.pair.leaves[1];
        require(next.channelId == one.channelId, OtherChannel(next.channelId, one.channelId));
        require(!_follows(next, one), ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A channel's first receipt of this epoch does not follow its last one before, which is found by going back
    /// through the epochs in which it has none; without any it must have sequence 1 and start from 0.
    function proveChannelStart(ChannelStartProof memory proof) public pure returns (bytes32) {
        uint256 length = proof.start.leaves.length;
        if (length != 1) LeafRuns.requireLength(length, 2);
        proof.start.requireHeld(proof.epoch.receipts);
        Receipt memory start = proof.start.leaves[length - 1];
        bytes32 channelId = start.channelId;
        bool edge = length == 1 ? proof.start.first == 0 : proof.start.leaves[0].channelId != channelId;
        require(edge, NotAtTheEdge());
        bytes32 link = proof.epoch.previous;
        for (uint256 i = 0; i < proof.between.length; ++i) {
            Epoch memory empty = proof.between[i].epoch;
            require(empty.hash() == link, NotPrevious());
            _requireChannelAbsent(proof.between[i].absent, empty, channelId);
            link = empty.previous;
        }
        Receipt memory end;
        if (link != 0) {
            require(proof.last.hash() == link, NotPrevious());
            end = _end(proof.end, proof.last);
            require(end.channelId == channelId, OtherChannel(end.channelId, channelId));
        }
        require(!_follows(start, end), ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice An earlier epoch has a receipt of the channel at the same or a later sequence.
    function proveSequenceRepeated(TwoEpochsProof memory proof) public view returns (bytes32) {
        (Receipt memory receipt, Receipt memory earlier) = _twoEpochs(proof);
        require(receipt.channelId == earlier.channelId, OtherChannel(earlier.channelId, receipt.channelId));
        require(receipt.sequence <= earlier.sequence, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt's channel does not exist or belongs to another operator. Channels never change hands.
    function proveChannelForeign(ReceiptProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        require(_escrow.channelOf(receipt.channelId).operator != proof.epoch.operator, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @notice Two receipts of the epoch are for one call.
    function proveCallRepeated(TwoReceiptsProof memory proof) public pure returns (bytes32) {
        bytes32 callId = proof.first.receiptOf(proof.epoch).callId;
        bool repeated = proof.second.receiptOf(proof.epoch).callId == callId;
        require(repeated && proof.first.first != proof.second.first, NoRepeat());
        return proof.epoch.hash();
    }

    /// @notice An earlier epoch has a receipt for the same call.
    function proveCallRepeatedLater(TwoEpochsProof memory proof) public view returns (bytes32) {
        (Receipt memory receipt, Receipt memory earlier) = _twoEpochs(proof);
        require(receipt.callId == earlier.callId, NoRepeat());
        return proof.epoch.hash();
    }

    /// @notice The operator signed another receipt for the channel and sequence of one in the epoch.
    function proveEquivocation(EquivocationProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        bool samePlace = proof.other.channelId == receipt.channelId && proof.other.sequence == receipt.sequence;
        (bytes32 leaf,) = _settlement.hashReceipt(receipt);
        bytes32 other = _requireSigned(proof.other, proof.signature, proof.epoch.operator);
        require(samePlace && other != leaf, NoEquivocation());
        return proof.epoch.hash();
    }

    /// @notice The operator signed a receipt and collected it between the previous post and this one, and the epoch has no
    /// receipt with its channel and sequence. An honest epoch holds all receipts up to what was collected.
    function proveReceiptMissing(ReceiptMissingProof memory proof) public view returns (bytes32) {
        Receipt memory missing = proof.missing;
        _requireSigned(missing, proof.signature, proof.epoch.operator);
        address operator = _escrow.channelOf(missing.channelId).operator;
        require(operator == proof.epoch.operator, NotEarlier(operator, proof.epoch.number));
        uint64 number = proof.epoch.number;
        uint128 before = number == 1 ? 0 : _collectedAt(missing.channelId, number - 1);
        uint128 collected = _collectedAt(missing.channelId, number);
        bool paid = missing.cumulativeAfter > missing.cumulativeBefore;
        bool due = missing.cumulativeAfter > before && missing.cumulativeAfter <= collected;
        require(paid && due, NotDue(before, collected));
        proof.absent.requireReceiptAbsent(proof.epoch.receipts, missing.channelId, missing.sequence);
        return proof.epoch.hash();
    }

    /// @notice A channel's last receipt of the epoch does not end at what had been collected when it was posted.
    function proveNotCollected(ChannelEndProof memory proof) public view returns (bytes32) {
        Receipt memory end = _end(proof.end, proof.epoch);
        require(_collectedAt(end.channelId, proof.epoch.number) != end.cumulativeAfter, ReceiptHolds());
        return proof.epoch.hash();
    }

    /// @dev Reverts unless both receipts are held, the earlier one in an epoch that this one builds on: the operator's
    /// epochs that are not void form one chain.
    function _twoEpochs(TwoEpochsProof memory proof)
        private
        view
        returns (Receipt memory receipt, Receipt memory earlier)
    {
        receipt = proof.receipt.receiptOf(proof.epoch);
        earlier = proof.earlierReceipt.receiptOf(proof.earlier);
        (address operator, uint64 number) = (proof.earlier.operator, proof.earlier.number);
        bool before = operator == proof.epoch.operator && number < proof.epoch.number;
        (bytes32 posted,,, ISettlement.EpochStatus status) = _settlement.epochOf(operator, number);
        bool live = status == ISettlement.EpochStatus.Open || status == ISettlement.EpochStatus.Final;
        require(before && live && posted == proof.earlier.hash(), NotEarlier(operator, number));
    }

    /// @dev The channel's last receipt: another channel's leaf behind it, or alone as the tree's last leaf.
    function _end(ReceiptRun memory run, Epoch memory epoch) private pure returns (Receipt memory) {
        uint256 length = run.leaves.length;
        if (length != 1) LeafRuns.requireLength(length, 2);
        run.requireHeld(epoch.receipts);
        bool edge = length == 1
            ? uint256(run.first) + 1 == epoch.receipts.count
            : run.leaves[1].channelId != run.leaves[0].channelId;
        require(edge, NotAtTheEdge());
        return run.leaves[0];
    }

    /// @dev Whether `next` continues `one`; an empty `one` is the channel's beginning.
    function _follows(Receipt memory next, Receipt memory one) private pure returns (bool) {
        return next.sequence == uint256(one.sequence) + 1 && next.cumulativeBefore == one.cumulativeAfter
            && next.time >= one.time;
    }

    function _requireChannelAbsent(ReceiptRun memory run, Epoch memory epoch, bytes32 channelId) private pure {
        run.requireHeld(epoch.receipts);
        uint256 length = run.leaves.length;
        bool below = run.leaves[0].channelId < channelId;
        bool above = run.leaves[length - 1].channelId > channelId;
        LeafRuns.requireAbsent(length, run.first, epoch.receipts.count, below, above);
    }

    /// @dev Returns the receipt's struct hash.
    function _requireSigned(Receipt memory receipt, bytes memory signature, address operator)
        private
        view
        returns (bytes32 leaf)
    {
        bytes32 digest;
        (leaf, digest) = _settlement.hashReceipt(receipt);
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, signature);
        require(fault == ECDSA.RecoverError.NoError && signer == operator, NotSigned());
    }

    function _collectedAt(bytes32 channelId, uint64 number) private view returns (uint128 cumulative) {
        bool known;
        (cumulative, known) = _escrow.collectedAt(channelId, number);
        require(known, HistoryUnknown(channelId, number));
    }

    /// @dev Whether `root` is among the first `length` of `roots`.
    function _has(bytes32[] memory roots, uint256 length, bytes32 root) private pure returns (bool) {
        for (uint256 i = 0; i < length; ++i) {
            if (roots[i] == root) return true;
        }
        return false;
    }
}
