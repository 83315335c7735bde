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
    CreditForeignProof,
    DataCreditMissingProof,
    DataCreditProof,
    RecordPlace,
    ServiceCreditMissingProof,
    ServiceCreditProof,
    TotalsProof
} from "../types/CreditProofs.sol";
import { Epoch } from "../types/Epoch.sol";
import { AttributionLeaf, CreditLeaf } from "../types/Leaves.sol";
import { Receipt } from "../types/Receipt.sol";
import { AttributionRun, CreditRun, ReceiptRun, VersionRun } from "../types/Runs.sol";

/// @title Faults of an epoch's credits
/// @notice An honest credit is exactly what a call's receipt, its attributions and the registries bring the account, and
/// nothing that they bring is left out (protocol §5). Models, splits, price versions, versions, owners, rates and
/// treasuries are fixed once registered, so that the registries say the same at any later time.
contract CreditFaults is IFaultProver {
    using CallMoney for Receipt;
    using CallRuns for AttributionRun;
    using CallRuns for ReceiptRun;
    using LeafRuns for CreditRun;
    using LeafRuns for ReceiptRun;
    using RecordRuns for VersionRun;

    uint8 private constant OPERATOR = 1;
    uint8 private constant MODEL = 2;
    uint8 private constant CONTRIBUTOR = 4;
    uint8 private constant DATANET_OWNER = 5;
    uint8 private constant DATANET_POOL = 6;
    uint8 private constant FLAT = 3;

    IDatanetRegistry private immutable _datanets;
    IModelRegistry private immutable _models;

    /// @notice The kind is not for this role.
    error WrongRole(uint8 role);
    /// @notice The credit is what the call brings.
    error CreditHolds();
    /// @notice The call brings this account nothing.
    error NothingDue();
    /// @notice There are more absences than the call has versions.
    error NoSuchVersion(uint256 place);
    /// @notice Burned and carried are what the receipts bring.
    error TotalsHold();

    constructor(ISettlement, IDatanetRegistry datanets, IModelRegistry models) {
        _datanets = datanets;
        _models = models;
    }

    /// @inheritdoc IFaultProver
    function prove(uint8 kind, bytes calldata proof) external view returns (bytes32) {
        if (kind == FaultKind.CREDIT_FOREIGN) return proveCreditForeign(abi.decode(proof, (CreditForeignProof)));
        if (kind == FaultKind.SERVICE_CREDIT_WRONG) return proveServiceCredit(abi.decode(proof, (ServiceCreditProof)));
        if (kind == FaultKind.DATA_CREDIT_WRONG) return proveDataCredit(abi.decode(proof, (DataCreditProof)));
        if (kind == FaultKind.SERVICE_CREDIT_MISSING) {
            return proveServiceCreditMissing(abi.decode(proof, (ServiceCreditMissingProof)));
        }
        if (kind == FaultKind.DATA_CREDIT_MISSING) {
            return proveDataCreditMissing(abi.decode(proof, (DataCreditMissingProof)));
        }
        if (kind == FaultKind.TOTALS_WRONG) return proveTotals(abi.decode(proof, (TotalsProof)));
        revert UnknownKind(kind);
    }

    /// @notice A credit names no receipt of its call, has a role that does not exist, or an amount of 0. An honest credit
    /// has none of these: amounts of 0 leave no credit.
    function proveCreditForeign(CreditForeignProof memory proof) public pure returns (bytes32) {
        CreditLeaf memory credit = _only(proof.credit, proof.epoch);
        uint8 role = credit.role;
        bool known = role != 3 && role >= OPERATOR && role <= DATANET_POOL;
        bool wrong = !known || credit.amount == 0;
        require(wrong || proof.receipt.isForeign(proof.epoch, credit.receipt, credit.callId), CreditHolds());
        return proof.epoch.hash();
    }

    /// @notice A credit of role 1 or 2 differs from what its receipt brings the operator, or the account as a model's
    /// developer; 0 if it names a commitment, or the operator's role goes to another account.
    function proveServiceCredit(ServiceCreditProof memory proof) public view returns (bytes32) {
        CreditLeaf memory credit = _only(proof.credit, proof.epoch);
        Receipt memory receipt = proof.receipt.receiptAt(proof.epoch, credit.receipt, credit.callId);
        uint256 due = _serviceDue(receipt, proof.epoch.operator, credit.role, credit.account);
        if (credit.commitment != 0) due = 0;
        require(credit.amount != due, CreditHolds());
        return proof.epoch.hash();
    }

    /// @notice A credit of role 4, 5 or 6 differs from what the call's attributions bring the account for the commitment.
    function proveDataCredit(DataCreditProof memory proof) public view returns (bytes32) {
        CreditLeaf memory credit = _only(proof.credit, proof.epoch);
        Receipt memory receipt = proof.receipt.receiptAt(proof.epoch, credit.receipt, credit.callId);
        AttributionLeaf[] memory entries = proof.call.attributionsOf(proof.epoch, credit.callId);
        (address account, uint256 due) = _dataDue(receipt, entries, credit.role, credit.commitment, proof.place);
        if (account != credit.account) due = 0;
        require(credit.amount != due, CreditHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt brings the operator, or a model's developer, money for which there is no credit.
    function proveServiceCreditMissing(ServiceCreditMissingProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        address account = proof.role == OPERATOR ? proof.epoch.operator : proof.account;
        require(_serviceDue(receipt, proof.epoch.operator, proof.role, account) > 0, NothingDue());
        proof.absent.requireAbsentKey(proof.epoch.credits, account, receipt.callId, proof.role, 0);
        return proof.epoch.hash();
    }

    /// @notice The call's attributions bring a contributor, a Datanet's owner or its treasury money for which there is no
    /// credit.
    function proveDataCreditMissing(DataCreditMissingProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        AttributionLeaf[] memory entries = proof.call.attributionsOf(proof.epoch, receipt.callId);
        (address account, uint256 due) = _dataDue(receipt, entries, proof.role, proof.commitment, proof.place);
        require(due > 0, NothingDue());
        proof.absent.requireAbsentKey(proof.epoch.credits, account, receipt.callId, proof.role, proof.commitment);
        return proof.epoch.hash();
    }

    /// @notice The receipts, all of which are given, burn or carry another sum than the epoch says. What one transaction
    /// holds bounds this to some hundreds of receipts.
    function proveTotals(TotalsProof memory proof) public view returns (bytes32) {
        LeafRuns.requireLength(proof.receipts.leaves.length, proof.epoch.receipts.count);
        proof.receipts.requireHeld(proof.epoch.receipts);
        uint256 burned = 0;
        uint256 carried = 0;
        if (proof.epoch.previous != 0) {
            require(proof.previous.hash() == proof.epoch.previous, NotPrevious());
            carried = proof.previous.carriedTotal;
        }
        for (uint256 i = 0; i < proof.receipts.leaves.length; ++i) {
            CallMoney.Parts memory parts = proof.receipts.leaves[i].partsOf(_models, address(0));
            burned += parts.burn;
            carried += parts.stakers;
        }
        require(burned != proof.epoch.burned || carried != proof.epoch.carriedTotal, TotalsHold());
        return proof.epoch.hash();
    }

    function _only(CreditRun memory run, Epoch memory epoch) private pure returns (CreditLeaf memory) {
        LeafRuns.requireLength(run.leaves.length, 1);
        run.requireHeld(epoch.credits);
        return run.leaves[0];
    }

    function _serviceDue(Receipt memory receipt, address operator, uint8 role, address account)
        private
        view
        returns (uint256)
    {
        require(role == OPERATOR || role == MODEL, WrongRole(role));
        CallMoney.Parts memory parts = receipt.partsOf(_models, account);
        if (role == MODEL) return parts.model;
        return account == operator ? parts.operator : 0;
    }

    /// @dev What the attributions of one commitment bring by one role, and whom. With none of them the zero address.
    function _dataDue(
        Receipt memory receipt,
        AttributionLeaf[] memory entries,
        uint8 role,
        bytes32 commitment,
        RecordPlace memory place
    ) private view returns (address account, uint256 due) {
        require(role >= CONTRIBUTOR && role <= DATANET_POOL, WrongRole(role));
        bool paid = false;
        for (uint256 i = 0; i < entries.length; ++i) {
            paid = paid || _pays(entries[i], role, commitment);
        }
        if (!paid) return (address(0), 0);
        uint16 rateBps;
        (account, rateBps) = role == DATANET_POOL
            ? (_datanets.datanetOf(commitment).treasury, 0)
            : _ownerOf(receipt, role, commitment, place);
        uint256 data = receipt.partsOf(_models, address(0)).data;
        uint256 running = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            uint256 income = data * (running + entries[i].weight) / PrefixSum.WEIGHT - data * running / PrefixSum.WEIGHT;
            running += entries[i].weight;
            if (!_pays(entries[i], role, commitment)) continue;
            uint256 cut = income * rateBps / PrefixSum.BPS;
            due += role == DATANET_OWNER ? cut : income - cut;
        }
    }

    function _pays(AttributionLeaf memory entry, uint8 role, bytes32 commitment) private pure returns (bool) {
        return entry.commitment == commitment && (entry.method == FLAT) == (role == DATANET_POOL);
    }

    /// @dev The contributor (role 4) or the Datanet's owner (role 5) of a record, by the first of the call's versions that
    /// holds it, and that Datanet's rate.
    function _ownerOf(Receipt memory receipt, uint8 role, bytes32 commitment, RecordPlace memory place)
        private
        view
        returns (address account, uint16 rateBps)
    {
        bytes32[] memory roots = receipt.versionsOf(_models);
        uint256 before = place.absent.length;
        require(before < roots.length, NoSuchVersion(before));
        for (uint256 i = 0; i < before; ++i) {
            place.absent[i].requireAbsent(_datanets, roots[i], commitment);
        }
        account = place.present.contributorOf(_datanets, roots[before], commitment);
        (bytes32 datanetId,,,) = _datanets.versionOf(roots[before]);
        IDatanetRegistry.Datanet memory datanet = _datanets.datanetOf(datanetId);
        if (role == DATANET_OWNER) account = datanet.owner;
        rateBps = datanet.curatorRateBps;
    }
}
