// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "./interfaces/IModelRegistry.sol";
import { IOrigins } from "./interfaces/IOrigins.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { CallMoney } from "./libraries/CallMoney.sol";
import { CallRuns } from "./libraries/CallRuns.sol";
import { LeafRuns } from "./libraries/LeafRuns.sol";
import { RecordRuns } from "./libraries/RecordRuns.sol";
import { RecordPlace } from "./types/CreditProofs.sol";
import { Epoch } from "./types/Epoch.sol";
import { AttributionLeaf } from "./types/Leaves.sol";
import { RecordOrigin, SignedRun } from "./types/OriginProofs.sol";
import { Receipt } from "./types/Receipt.sol";
import { AttributionRun, ReceiptRun, TrainedRun, VersionRun } from "./types/Runs.sol";

/// @title Where an epoch's leaves come from
contract Origins is IOrigins {
    using CallMoney for Receipt;
    using CallRuns for ReceiptRun;
    using LeafRuns for AttributionRun;
    using LeafRuns for ReceiptRun;
    using RecordRuns for RecordPlace;
    using RecordRuns for TrainedRun;
    using RecordRuns for VersionRun;

    uint8 private constant INFLUENCE = 1;
    uint8 private constant CITATION = 2;
    uint8 private constant FLAT = 3;

    ISettlement private immutable _settlement;
    IDatanetRegistry private immutable _datanets;
    IModelRegistry private immutable _models;

    constructor(ISettlement settlement, IDatanetRegistry datanets, IModelRegistry models) {
        _settlement = settlement;
        _datanets = datanets;
        _models = models;
    }

    /// @inheritdoc IOrigins
    function requireSigned(Epoch calldata epoch, bytes calldata run)
        external
        view
        returns (uint256 first, uint256 length)
    {
        return requireSignedRun(epoch, abi.decode(run, (SignedRun)));
    }

    /// @inheritdoc IOrigins
    function requireOrigin(Epoch calldata epoch, bytes calldata origin) external view returns (uint256 index) {
        return requireRecordOrigin(epoch, abi.decode(origin, (RecordOrigin)));
    }

    /// @notice The same, not encoded: the format of what is shown.
    function requireSignedRun(Epoch memory epoch, SignedRun memory run)
        public
        view
        returns (uint256 first, uint256 length)
    {
        run.receipts.requireHeld(epoch.receipts);
        (first, length) = (run.receipts.first, run.receipts.leaves.length);
        require(run.signatures.length == length, WrongSignatureCount(run.signatures.length, length));
        for (uint256 i = 0; i < length; ++i) {
            (, bytes32 digest) = _settlement.hashReceipt(run.receipts.leaves[i]);
            (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, run.signatures[i]);
            require(fault == ECDSA.RecoverError.NoError && signer == epoch.operator, NotSigned(i));
        }
    }

    /// @notice The same, not encoded: the format of what is shown.
    function requireRecordOrigin(Epoch memory epoch, RecordOrigin memory origin) public view returns (uint256 index) {
        LeafRuns.requireLength(origin.attribution.leaves.length, 1);
        origin.attribution.requireHeld(epoch.attributions);
        index = origin.attribution.first;
        AttributionLeaf memory entry = origin.attribution.leaves[0];
        if (entry.method == FLAT) return index;
        Receipt memory receipt = origin.receipt.receiptAt(epoch, entry.receipt, entry.callId);
        bytes32[] memory roots = receipt.retrievedVersions;
        if (entry.method == INFLUENCE) roots = _trainedOn(receipt, entry, origin);
        else require(entry.method == CITATION, UnknownMethod(entry.method));
        require(origin.version < roots.length, RecordRuns.NoSuchVersion(origin.version));
        origin.held.contributorOf(_datanets, roots[origin.version], entry.commitment);
        origin.place.holderOf(_datanets, receipt.versionsOf(_models), entry.commitment);
    }

    /// @dev The training versions of the model that was trained on the record, as its log shows.
    function _trainedOn(Receipt memory receipt, AttributionLeaf memory entry, RecordOrigin memory origin)
        private
        view
        returns (bytes32[] memory)
    {
        require(origin.component < receipt.components.length, NotTheModel(origin.component));
        IModelRegistry.Model memory model = _models.modelOf(receipt.components[origin.component].modelId);
        bool trained = model.trainingVersions.length > 0 && model.indexHash == entry.indexHash;
        require(trained, NotTheModel(origin.component));
        origin.log.requireTrained(model.logRoot, entry.commitment);
        return model.trainingVersions;
    }
}
