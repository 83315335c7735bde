// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { FaultKind } from "../libraries/FaultKind.sol";
import { LeafRuns } from "../libraries/LeafRuns.sol";
import { Root, SumRoot } from "../types/Epoch.sol";
import { CreditLeaf, PayoutLeaf } from "../types/Leaves.sol";
import {
    AccountDroppedProof,
    CumulativeFellProof,
    PayoutMissingProof,
    PayoutUncreditedProof,
    PayoutWrongProof,
    RunningSumProof
} from "../types/PayoutProofs.sol";
import { CreditRun, PayoutRun } from "../types/Runs.sol";

/// @title Faults of an epoch's payouts
/// @notice An honest account's payout is its previous one plus its credits, which the last running sum adds up; every
/// account stays. All of it follows from this epoch's header and the previous one.
contract PayoutFaults is IFaultProver {
    using LeafRuns for CreditRun;
    using LeafRuns for PayoutRun;

    /// @notice The leaves are not of one account.
    error OtherAccount(address found, address expected);
    /// @notice The cumulative payout did not fall.
    error NotFallen();
    /// @notice The running sum is right.
    error RunningSumHolds();
    /// @notice The credit is not the account's last.
    error NotLastCredit();
    /// @notice The payout is the previous one plus the credits.
    error PayoutHolds();

    /// @inheritdoc IFaultProver
    function prove(uint8 kind, bytes calldata proof) external pure returns (bytes32) {
        if (kind == FaultKind.CUMULATIVE_FELL) return proveCumulativeFell(abi.decode(proof, (CumulativeFellProof)));
        if (kind == FaultKind.ACCOUNT_DROPPED) return proveAccountDropped(abi.decode(proof, (AccountDroppedProof)));
        if (kind == FaultKind.RUNNING_SUM_WRONG) return proveRunningSum(abi.decode(proof, (RunningSumProof)));
        if (kind == FaultKind.PAYOUT_WRONG) return provePayoutWrong(abi.decode(proof, (PayoutWrongProof)));
        if (kind == FaultKind.PAYOUT_MISSING) return provePayoutMissing(abi.decode(proof, (PayoutMissingProof)));
        if (kind == FaultKind.PAYOUT_UNCREDITED) {
            return provePayoutUncredited(abi.decode(proof, (PayoutUncreditedProof)));
        }
        revert UnknownKind(kind);
    }

    /// @notice An account's cumulative payout is below what it was in the previous epoch. Honest payouts only rise.
    function proveCumulativeFell(CumulativeFellProof memory proof) public pure returns (bytes32) {
        PayoutLeaf memory before = _only(proof.before, LeafRuns.payoutsBefore(proof.epoch, proof.previous));
        PayoutLeaf memory payout = _only(proof.payout, proof.epoch.payouts);
        require(payout.account == before.account, OtherAccount(payout.account, before.account));
        require(payout.cumulative < before.cumulative, NotFallen());
        return proof.epoch.hash();
    }

    /// @notice An account of the previous payouts is absent from these. An honest account stays.
    function proveAccountDropped(AccountDroppedProof memory proof) public pure returns (bytes32) {
        PayoutLeaf memory before = _only(proof.before, LeafRuns.payoutsBefore(proof.epoch, proof.previous));
        _requireUnpaid(proof.absent, proof.epoch.payouts, before.account);
        return proof.epoch.hash();
    }

    /// @notice A credit's running sum is not its amount plus the running sum of the account's credit before it.
    function proveRunningSum(RunningSumProof memory proof) public pure returns (bytes32) {
        uint256 length = proof.credits.leaves.length;
        if (length != 1 || proof.credits.first != 0) LeafRuns.requireLength(length, 2);
        proof.credits.requireHeld(proof.epoch.credits);
        CreditLeaf memory credit = proof.credits.leaves[length - 1];
        CreditLeaf memory before = proof.credits.leaves[0];
        uint256 expected = credit.amount;
        if (length == 2 && before.account == credit.account) expected += before.runningSum;
        require(credit.runningSum != expected, RunningSumHolds());
        return proof.epoch.hash();
    }

    /// @notice A credited account's payout is not its previous payout plus its last running sum.
    function provePayoutWrong(PayoutWrongProof memory proof) public pure returns (bytes32) {
        CreditLeaf memory last = _last(proof.last, proof.epoch.credits);
        PayoutLeaf memory payout = _only(proof.payout, proof.epoch.payouts);
        require(payout.account == last.account, OtherAccount(payout.account, last.account));
        SumRoot memory payoutsBefore = LeafRuns.payoutsBefore(proof.epoch, proof.previous);
        (, uint128 before) = proof.before.payoutOf(payoutsBefore, last.account);
        require(payout.cumulative != uint256(before) + last.runningSum, PayoutHolds());
        return proof.epoch.hash();
    }

    /// @notice A credited account is absent from the payouts.
    function provePayoutMissing(PayoutMissingProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.credit.leaves.length, 1);
        proof.credit.requireHeld(proof.epoch.credits);
        _requireUnpaid(proof.absent, proof.epoch.payouts, proof.credit.leaves[0].account);
        return proof.epoch.hash();
    }

    /// @notice An account without a credit is new among the payouts, or its payout changed. An honest payout without
    /// credits is the previous one.
    function provePayoutUncredited(PayoutUncreditedProof memory proof) public pure returns (bytes32) {
        PayoutLeaf memory payout = _only(proof.payout, proof.epoch.payouts);
        SumRoot memory payoutsBefore = LeafRuns.payoutsBefore(proof.epoch, proof.previous);
        (bool there, uint128 before) = proof.before.payoutOf(payoutsBefore, payout.account);
        require(!there || payout.cumulative != before, PayoutHolds());
        proof.absent.requireAccountAbsent(proof.epoch.credits, payout.account);
        return proof.epoch.hash();
    }

    function _only(PayoutRun memory run, SumRoot memory tree) private pure returns (PayoutLeaf memory) {
        LeafRuns.requireLength(run.leaves.length, 1);
        run.requireHeld(tree);
        return run.leaves[0];
    }

    function _requireUnpaid(PayoutRun memory run, SumRoot memory tree, address account) private pure {
        (bool there,) = run.payoutOf(tree, account);
        require(!there, NotAbsent());
    }

    /// @dev The account's last credit: the next account's first behind it, or alone as the tree's last leaf.
    function _last(CreditRun memory run, Root memory tree) private pure returns (CreditLeaf memory) {
        uint256 length = run.leaves.length;
        if (length != 1) LeafRuns.requireLength(length, 2);
        run.requireHeld(tree);
        bool last = length == 1 ? uint256(run.first) + 1 == tree.count : run.leaves[1].account != run.leaves[0].account;
        require(last, NotLastCredit());
        return run.leaves[0];
    }
}
