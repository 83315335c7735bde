// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { IModelRegistry } from "../interfaces/IModelRegistry.sol";
import { ISettlement } from "../interfaces/ISettlement.sol";
import { IStaking } from "../interfaces/IStaking.sol";
import { CallMoney } from "../libraries/CallMoney.sol";
import { CallRuns } from "../libraries/CallRuns.sol";
import { FaultKind } from "../libraries/FaultKind.sol";
import { LeafRuns } from "../libraries/LeafRuns.sol";
import { PrefixSum } from "../libraries/PrefixSum.sol";
import { RecordRuns } from "../libraries/RecordRuns.sol";
import { Shares } from "../libraries/Shares.sol";
import {
    CarriedProof,
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
/// nothing that they bring is left out (protocol §5). Models, splits, royalties, price versions, versions, rates,
/// treasuries and pools are fixed once registered; owners, curators and disputes are those of the receipt's time, which is
/// before the post: so the registries say the same at any later time.
contract CreditFaults is IFaultProver {
    using CallMoney for Receipt;
    using CallRuns for AttributionRun;
    using CallRuns for ReceiptRun;
    using LeafRuns for CreditRun;
    using LeafRuns for ReceiptRun;
    using RecordRuns for RecordPlace;
    using Shares for Shares.Holders;

    uint8 private constant OPERATOR = 1;
    uint8 private constant MODEL = 2;
    uint8 private constant STAKERS = 3;
    uint8 private constant CONTRIBUTOR = 4;
    uint8 private constant DATANET_OWNER = 5;
    uint8 private constant DATANET_POOL = 6;
    uint8 private constant FLAT = 3;

    /// @dev What an account gets of a call with one record, or Datanet, by one role.
    struct Income {
        uint8 role;
        bytes32 commitment;
        address account;
    }

    IDatanetRegistry private immutable _datanets;
    IModelRegistry private immutable _models;
    IStaking private immutable _staking;

    /// @notice The kind is not for this role.
    error WrongRole(uint8 role);
    /// @notice The credit is what the call brings.
    error CreditHolds();
    /// @notice The call brings this account nothing.
    error NothingDue();
    /// @notice Burned and carried are what the receipts bring.
    error TotalsHold();

    constructor(ISettlement, IDatanetRegistry datanets, IModelRegistry models, IStaking staking) {
        _datanets = datanets;
        _models = models;
        _staking = staking;
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
        if (kind == FaultKind.CARRIED_WRONG) return proveCarried(abi.decode(proof, (CarriedProof)));
        revert UnknownKind(kind);
    }

    /// @notice A credit names no receipt of its call, has a role that does not exist, or an amount of 0. An honest credit
    /// has none of these: amounts of 0 leave no credit.
    function proveCreditForeign(CreditForeignProof memory proof) public pure returns (bytes32) {
        CreditLeaf memory credit = _only(proof.credit, proof.epoch);
        uint8 role = credit.role;
        bool known = role >= OPERATOR && role <= DATANET_POOL;
        bool wrong = !known || credit.amount == 0;
        require(wrong || proof.receipt.isForeign(proof.epoch, credit.receipt, credit.callId), CreditHolds());
        return proof.epoch.hash();
    }

    /// @notice A credit of role 1, 2 or 3 differs from what its receipt brings the operator, the account as the owner of
    /// models or their ancestors, or as the pool of a model's stakers; 0 if it names a commitment.
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
        Income memory income = Income(credit.role, credit.commitment, credit.account);
        uint256 due = _dataDue(receipt, entries, income, proof.place);
        require(credit.amount != due, CreditHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt brings the operator, an owner of its models or their ancestors, or a pool money for which there is
    /// no credit.
    function proveServiceCreditMissing(ServiceCreditMissingProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        address account = proof.role == OPERATOR ? proof.epoch.operator : proof.account;
        require(_serviceDue(receipt, proof.epoch.operator, proof.role, account) > 0, NothingDue());
        proof.absent.requireAbsentKey(proof.epoch.credits, account, receipt.callId, proof.role, 0);
        return proof.epoch.hash();
    }

    /// @notice The call's attributions bring a contributor or a dispute's pot, a Datanet's owner or curator, or its treasury
    /// money for which there is no credit.
    function proveDataCreditMissing(DataCreditMissingProof memory proof) public view returns (bytes32) {
        Receipt memory receipt = proof.receipt.receiptOf(proof.epoch);
        AttributionLeaf[] memory entries = proof.call.attributionsOf(proof.epoch, receipt.callId);
        Income memory income = Income(proof.role, proof.commitment, proof.account);
        require(_dataDue(receipt, entries, income, proof.place) > 0, NothingDue());
        proof.absent.requireAbsentKey(proof.epoch.credits, proof.account, receipt.callId, proof.role, proof.commitment);
        return proof.epoch.hash();
    }

    /// @notice The receipts, all of which are given, burn another sum than the epoch says, or its carried total is not the
    /// one before. What one transaction holds bounds this to some hundreds of receipts; in an epoch of more, whose carried
    /// total holds, some credit or payout is wrong too, since a post's sums balance.
    function proveTotals(TotalsProof memory proof) public view returns (bytes32) {
        LeafRuns.requireLength(proof.receipts.leaves.length, proof.epoch.receipts.count);
        proof.receipts.requireHeld(proof.epoch.receipts);
        bool wrong = _isCarriedWrong(proof.epoch, proof.previous);
        uint256 burned = 0;
        for (uint256 i = 0; !wrong && i < proof.receipts.leaves.length; ++i) {
            burned += proof.receipts.leaves[i].partOf(_models, CallMoney.BURN);
        }
        require(wrong || burned != proof.epoch.burned, TotalsHold());
        return proof.epoch.hash();
    }

    /// @notice The carried total is not the one before: nothing is carried, what has no staker waits in its pool.
    function proveCarried(CarriedProof memory proof) public pure returns (bytes32) {
        require(_isCarriedWrong(proof.epoch, proof.previous), TotalsHold());
        return proof.epoch.hash();
    }

    function _isCarriedWrong(Epoch memory epoch, Epoch memory previous) private pure returns (bool) {
        if (epoch.previous == 0) return epoch.carriedTotal != 0;
        require(previous.hash() == epoch.previous, NotPrevious());
        return epoch.carriedTotal != previous.carriedTotal;
    }

    function _only(CreditRun memory run, Epoch memory epoch) private pure returns (CreditLeaf memory) {
        LeafRuns.requireLength(run.leaves.length, 1);
        run.requireHeld(epoch.credits);
        return run.leaves[0];
    }

    function _serviceDue(Receipt memory receipt, address operator, uint8 role, address account)
        private
        view
        returns (uint256 due)
    {
        require(role >= OPERATOR && role <= STAKERS, WrongRole(role));
        uint128[5][] memory cuts = receipt.cutsOf(_models);
        for (uint256 i = 0; i < cuts.length; ++i) {
            bytes32 modelId = receipt.components[i].modelId;
            if (role == OPERATOR && account == operator) due += cuts[i][CallMoney.OPERATOR];
            if (role == MODEL && cuts[i][CallMoney.MODEL] > 0) {
                due += Shares.ofModel(_models, modelId, receipt.time).dueOf(cuts[i][CallMoney.MODEL], account);
            }
            if (role == STAKERS && account == _staking.poolOf(modelId)) due += cuts[i][CallMoney.STAKERS];
        }
    }

    /// @dev What the attributions of one commitment bring an account by one role.
    function _dataDue(
        Receipt memory receipt,
        AttributionLeaf[] memory entries,
        Income memory income,
        RecordPlace memory place
    ) private view returns (uint256 due) {
        require(income.role >= CONTRIBUTOR && income.role <= DATANET_POOL, WrongRole(income.role));
        bool paid = false;
        for (uint256 i = 0; i < entries.length; ++i) {
            paid = paid || _pays(entries[i], income);
        }
        if (!paid) return 0;
        (Shares.Holders memory holders, uint256 rateBps) = _holdersOf(receipt, income, place);
        uint256 data = receipt.partOf(_models, CallMoney.DATA);
        uint256 running = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            uint256 cut = data * (running + entries[i].weight) / PrefixSum.WEIGHT - data * running / PrefixSum.WEIGHT;
            running += entries[i].weight;
            if (!_pays(entries[i], income)) continue;
            uint256 datanetPart = cut * rateBps / PrefixSum.BPS;
            uint256 amount = income.role == DATANET_OWNER ? datanetPart : cut - datanetPart;
            due += holders.dueOf(SafeCast.toUint128(amount), income.account);
        }
    }

    function _pays(AttributionLeaf memory entry, Income memory income) private pure returns (bool) {
        return entry.commitment == income.commitment && (entry.method == FLAT) == (income.role == DATANET_POOL);
    }

    /// @dev Whose a record's income is by a role, and the Datanet's rate: by the first of the call's versions that holds
    /// the record.
    function _holdersOf(Receipt memory receipt, Income memory income, RecordPlace memory place)
        private
        view
        returns (Shares.Holders memory holders, uint256 rateBps)
    {
        if (income.role == DATANET_POOL) {
            holders.owner = _datanets.datanetOf(income.commitment).treasury;
            return (holders, 0);
        }
        (address contributor, bytes32 root) = place.holderOf(_datanets, receipt.versionsOf(_models), income.commitment);
        (bytes32 datanetId,,,) = _datanets.versionOf(root);
        rateBps = _datanets.datanetOf(datanetId).curatorRateBps;
        if (income.role == DATANET_OWNER) return (Shares.ofDatanet(_datanets, datanetId, receipt.time), rateBps);
        bytes32 dispute = _datanets.disputeAt(datanetId, contributor, income.commitment, receipt.time);
        holders.owner = dispute == 0 ? contributor : _datanets.potOf(dispute);
    }
}
