// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { IModelRegistry } from "../interfaces/IModelRegistry.sol";
import { ISettlement } from "../interfaces/ISettlement.sol";
import { CallMoney } from "../libraries/CallMoney.sol";
import { CallRuns } from "../libraries/CallRuns.sol";
import { FaultKind } from "../libraries/FaultKind.sol";
import { LeafRuns } from "../libraries/LeafRuns.sol";
import { PrefixSum } from "../libraries/PrefixSum.sol";
import { RecordRuns } from "../libraries/RecordRuns.sol";
import {
    AttributionForeignProof,
    AttributionMissingProof,
    AttributionProof,
    CallProof,
    ModelAbsence,
    NotRetrievedProof,
    NotTrainedProof,
    TooManyAttributionsProof
} from "../types/AttributionProofs.sol";
import { Epoch } from "../types/Epoch.sol";
import { AttributionLeaf } from "../types/Leaves.sol";
import { Receipt } from "../types/Receipt.sol";
import { AttributionRun, ReceiptRun, TrainedRun, VersionRun } from "../types/Runs.sol";

/// @title Faults of an epoch's attributions
/// @notice Honest attributions are those of the epoch's own calls with a data share, each of a record that the call's
/// models were trained on or that it retrieved, and their weights sum to 10^18 (protocol §6). Scores and what follows from
/// the rules' inputs are the committee's to check.
contract AttributionFaults is IFaultProver {
    using CallMoney for Receipt;
    using CallRuns for AttributionRun;
    using CallRuns for ReceiptRun;
    using LeafRuns for AttributionRun;
    using RecordRuns for TrainedRun;
    using RecordRuns for VersionRun;

    uint8 private constant INFLUENCE = 1;
    uint8 private constant CITATION = 2;
    uint8 private constant FLAT = 3;
    uint32 private constant PPM = 1_000_000;
    /// @notice Most records that a call pays.
    uint32 private constant MAX_PAID = 64;

    IDatanetRegistry private immutable _datanets;
    IModelRegistry private immutable _models;

    /// @notice The attribution is as it must be.
    error AttributionHolds();
    /// @notice The kind is not for this method.
    error WrongMethod(uint8 method);
    /// @notice No model of the call has a data share.
    error NoDataShare();
    /// @notice The attributions are of different calls.
    error OtherCall();
    /// @notice An absence is missing, or there is one too many.
    error WrongAbsenceCount(uint256 given, uint256 needed);

    constructor(ISettlement, IDatanetRegistry datanets, IModelRegistry models) {
        _datanets = datanets;
        _models = models;
    }

    /// @inheritdoc IFaultProver
    function prove(uint8 kind, bytes calldata proof) external view returns (bytes32) {
        if (kind == FaultKind.ATTRIBUTION_FOREIGN) {
            return proveAttributionForeign(abi.decode(proof, (AttributionForeignProof)));
        }
        if (kind == FaultKind.ATTRIBUTION_MISSING) {
            return proveAttributionMissing(abi.decode(proof, (AttributionMissingProof)));
        }
        if (kind == FaultKind.ATTRIBUTION_MALFORMED) {
            return proveAttributionMalformed(abi.decode(proof, (AttributionProof)));
        }
        if (kind == FaultKind.WEIGHTS_WRONG) return proveWeights(abi.decode(proof, (CallProof)));
        if (kind == FaultKind.TOO_MANY_ATTRIBUTIONS) {
            return proveTooManyAttributions(abi.decode(proof, (TooManyAttributionsProof)));
        }
        if (kind == FaultKind.RECORD_NOT_TRAINED) return proveNotTrained(abi.decode(proof, (NotTrainedProof)));
        if (kind == FaultKind.RECORD_NOT_RETRIEVED) return proveNotRetrieved(abi.decode(proof, (NotRetrievedProof)));
        if (kind == FaultKind.FLAT_WRONG) return proveFlat(abi.decode(proof, (CallProof)));
        if (kind == FaultKind.FLAT_FOREIGN) return proveFlatForeign(abi.decode(proof, (AttributionProof)));
        revert UnknownKind(kind);
    }

    /// @notice An attribution names no receipt of its call, or its call has no data share.
    function proveAttributionForeign(AttributionForeignProof memory proof) public view returns (bytes32) {
        AttributionLeaf memory entry = _only(proof.attribution, proof.epoch);
        bool foreign = proof.receipt.isForeign(proof.epoch, entry.receipt, entry.callId);
        require(foreign || !proof.receipt.leaves[0].hasDataShare(_models), AttributionHolds());
        return proof.epoch.hash();
    }

    /// @notice A call with a data share has no attribution.
    function proveAttributionMissing(AttributionMissingProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        require(receipt.hasDataShare(_models), NoDataShare());
        proof.absent.requireUnattributed(proof.epoch, receipt.callId);
        return proof.epoch.hash();
    }

    /// @notice An attribution with an unknown method, no weight, a share above the whole, or an index that no trained model
    /// of its call has; or a citation with an index, or a flat one with an index, score or share.
    function proveAttributionMalformed(AttributionProof memory proof) public view returns (bytes32) {
        AttributionLeaf memory entry = _only(proof.attribution, proof.epoch);
        Receipt memory receipt = proof.receipt.receiptAt(proof.epoch, entry.receipt, entry.callId);
        bool malformed = entry.method < INFLUENCE || entry.method > FLAT || entry.weight == 0 || entry.sharePpm > PPM;
        if (entry.method == CITATION) malformed = malformed || entry.indexHash != 0;
        if (entry.method == FLAT) {
            malformed = malformed || entry.indexHash != 0 || entry.score != 0 || entry.sharePpm != 0;
        }
        if (!malformed && entry.method == INFLUENCE) {
            malformed = true;
            for (uint256 i = 0; malformed && i < receipt.components.length; ++i) {
                IModelRegistry.Model memory model = _models.modelOf(receipt.components[i].modelId);
                malformed = !_indexes(model, entry.indexHash);
            }
        }
        require(malformed, AttributionHolds());
        return proof.epoch.hash();
    }

    /// @notice A call's weights do not sum to 10^18; or its leaves differ in their share; or flat stands beside another
    /// method; or, where there are both influences and citations, the influences do not weigh their share.
    function proveWeights(CallProof memory proof) public pure returns (bytes32) {
        AttributionLeaf[] memory entries = _call(proof);
        uint256[4] memory weights;
        bool wrong = false;
        for (uint256 i = 0; i < entries.length; ++i) {
            weights[entries[i].method & 3] += entries[i].weight;
            wrong = wrong || entries[i].sharePpm != entries[0].sharePpm;
            wrong = wrong || (entries[i].method == FLAT) != (entries[0].method == FLAT);
        }
        wrong = wrong || weights[0] + weights[INFLUENCE] + weights[CITATION] + weights[FLAT] != PrefixSum.WEIGHT;
        if (weights[INFLUENCE] > 0 && weights[CITATION] > 0) {
            uint256 share = uint256(PrefixSum.WEIGHT) * entries[0].sharePpm / PPM;
            wrong = wrong || weights[INFLUENCE] != share;
        }
        require(wrong, AttributionHolds());
        return proof.epoch.hash();
    }

    /// @notice One call has attributions 64 or more places apart, which only flat ones may: more than 64 paid records.
    function proveTooManyAttributions(TooManyAttributionsProof memory proof) public pure returns (bytes32) {
        AttributionLeaf memory first = _only(proof.first, proof.epoch);
        AttributionLeaf memory last = _only(proof.last, proof.epoch);
        require(first.callId == last.callId, OtherCall());
        require(first.method != FLAT && last.method != FLAT, WrongMethod(FLAT));
        require(proof.last.first >= uint256(proof.first.first) + MAX_PAID, AttributionHolds());
        return proof.epoch.hash();
    }

    /// @notice An influence of a record that, for each of the call's trained models with this index, is absent from its
    /// training log, or from all its training versions.
    function proveNotTrained(NotTrainedProof memory proof) public view returns (bytes32) {
        AttributionLeaf memory entry = _only(proof.attribution, proof.epoch);
        require(entry.method == INFLUENCE, WrongMethod(entry.method));
        Receipt memory receipt = proof.receipt.receiptAt(proof.epoch, entry.receipt, entry.callId);
        uint256 needed = 0;
        for (uint256 i = 0; i < receipt.components.length; ++i) {
            IModelRegistry.Model memory model = _models.modelOf(receipt.components[i].modelId);
            if (!_indexes(model, entry.indexHash)) continue;
            require(needed < proof.models.length, WrongAbsenceCount(proof.models.length, needed + 1));
            _requireUntrained(proof.models[needed++], model, entry.commitment);
        }
        require(needed == proof.models.length, WrongAbsenceCount(proof.models.length, needed));
        return proof.epoch.hash();
    }

    /// @notice A citation of a record that is absent from every version that the call retrieved from.
    function proveNotRetrieved(NotRetrievedProof memory proof) public view returns (bytes32) {
        AttributionLeaf memory entry = _only(proof.attribution, proof.epoch);
        require(entry.method == CITATION, WrongMethod(entry.method));
        Receipt memory receipt = proof.receipt.receiptAt(proof.epoch, entry.receipt, entry.callId);
        _requireAbsent(proof.versions, receipt.retrievedVersions, entry.commitment);
        return proof.epoch.hash();
    }

    /// @notice A flat attribution of a Datanet that has none of the call's versions. So a call has at most one flat
    /// attribution for each of its versions before this, or an unsorted leaf, is proven with one leaf: all of a call's
    /// attributions always fit a proof.
    function proveFlatForeign(AttributionProof memory proof) public view returns (bytes32) {
        AttributionLeaf memory entry = _only(proof.attribution, proof.epoch);
        require(entry.method == FLAT, WrongMethod(entry.method));
        bytes32[] memory roots = proof.receipt.receiptAt(proof.epoch, entry.receipt, entry.callId).versionsOf(_models);
        for (uint256 i = 0; i < roots.length; ++i) {
            (bytes32 datanetId,,,) = _datanets.versionOf(roots[i]);
            require(datanetId != entry.commitment, AttributionHolds());
        }
        return proof.epoch.hash();
    }

    /// @notice A call with a flat attribution is not paid flat alone, one leaf for each Datanet of its versions, with equal
    /// cuts of 10^18 and neither score, share nor index.
    function proveFlat(CallProof memory proof) public view returns (bytes32) {
        AttributionLeaf[] memory entries = _call(proof);
        bool flat = false;
        for (uint256 i = 0; i < entries.length; ++i) {
            flat = flat || entries[i].method == FLAT;
        }
        require(flat, WrongMethod(entries[0].method));
        (bytes32[] memory ids, uint256 count) = _datanetsOf(proof.receipt.leaves[0].versionsOf(_models));
        bool wrong = count != entries.length;
        for (uint256 i = 0; !wrong && i < count; ++i) {
            AttributionLeaf memory entry = entries[i];
            uint256 cut = uint256(PrefixSum.WEIGHT) * (i + 1) / count - uint256(PrefixSum.WEIGHT) * i / count;
            wrong = entry.method != FLAT || entry.commitment != ids[i] || entry.weight != cut || entry.score != 0
                || entry.sharePpm != 0 || entry.indexHash != 0;
        }
        require(wrong, AttributionHolds());
        return proof.epoch.hash();
    }

    function _only(AttributionRun memory run, Epoch memory epoch) private pure returns (AttributionLeaf memory) {
        LeafRuns.requireLength(run.leaves.length, 1);
        run.requireHeld(epoch.attributions);
        return run.leaves[0];
    }

    /// @dev All attributions of the receipt's call, at least one.
    function _call(CallProof memory proof) private pure returns (AttributionLeaf[] memory entries) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        entries = proof.call.attributionsOf(proof.epoch, receipt.callId);
        require(entries.length > 0, OtherCall());
    }

    /// @dev Whether influences with this index may come from the model.
    function _indexes(IModelRegistry.Model memory model, bytes32 indexHash) private pure returns (bool) {
        return model.trainingVersions.length > 0 && model.indexHash == indexHash;
    }

    function _requireUntrained(ModelAbsence memory absence, IModelRegistry.Model memory model, bytes32 commitment)
        private
        view
    {
        if (absence.versions.length == 0) absence.log.requireUntrained(model.logRoot, commitment);
        else _requireAbsent(absence.versions, model.trainingVersions, commitment);
    }

    function _requireAbsent(VersionRun[] memory runs, bytes32[] memory roots, bytes32 commitment) private view {
        require(runs.length == roots.length, WrongAbsenceCount(runs.length, roots.length));
        for (uint256 i = 0; i < runs.length; ++i) {
            runs[i].requireAbsent(_datanets, roots[i], commitment);
        }
    }

    /// @dev The Datanets of versions, each once, ascending; the first `count` of `ids`.
    function _datanetsOf(bytes32[] memory roots) private view returns (bytes32[] memory ids, uint256 count) {
        ids = new bytes32[](roots.length);
        for (uint256 i = 0; i < roots.length; ++i) {
            (bytes32 id,,,) = _datanets.versionOf(roots[i]);
            uint256 place = 0;
            while (place < count && ids[place] < id) ++place;
            if (place < count && ids[place] == id) continue;
            for (uint256 j = count++; j > place; --j) {
                ids[j] = ids[j - 1];
            }
            ids[place] = id;
        }
    }
}
