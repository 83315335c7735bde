// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TreeFaults } from "../../src/faults/TreeFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { AttributionLeaf } from "../../src/types/Leaves.sol";
import { CreditRun, PayoutRun } from "../../src/types/Runs.sol";
import {
    AttributionsUnsortedProof,
    ClaimProof,
    ClaimsRootProof,
    CreditsUnsortedProof,
    PayoutsUnsortedProof,
    ReceiptsUnsortedProof
} from "../../src/types/TreeProofs.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { FaultTest } from "./FaultTest.sol";

/// Order and claims; sums and shapes have a file of their own.
contract TreeFaultsTest is FaultTest {
    function setUp() public override {
        super.setUp();
        prover = new TreeFaults(settlement);
    }

    function test_unknownKind() public view {
        refuse(12, "", IFaultProver.UnknownKind.selector);
        refuse(255, "", IFaultProver.UnknownKind.selector);
    }

    // ── order ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_unsortedReceipts() public view {
        for (uint256 i = 0; i + 1 < 7; ++i) {
            Book memory book = honest(2);
            refuse(
                0, abi.encode(ReceiptsUnsortedProof(book.header(), book.receiptRun(i, 2))), TreeFaults.InOrder.selector
            );
            (book.receipts[i], book.receipts[i + 1]) = (book.receipts[i + 1], book.receipts[i]);
            convict(0, abi.encode(ReceiptsUnsortedProof(book.header(), book.receiptRun(i, 2))), book.header());
        }
        Book memory twice = honest(2);
        twice.receipts[3] = twice.receipts[2];
        convict(0, abi.encode(ReceiptsUnsortedProof(twice.header(), twice.receiptRun(2, 2))), twice.header());
    }

    function test_unsortedAttributions() public view {
        for (uint256 i = 0; i + 1 < 11; ++i) {
            Book memory book = honest(2);
            bytes memory proof = abi.encode(AttributionsUnsortedProof(book.header(), book.attributionRun(i, 2)));
            refuse(1, proof, TreeFaults.InOrder.selector);
            (book.attributions[i], book.attributions[i + 1]) = (book.attributions[i + 1], book.attributions[i]);
            proof = abi.encode(AttributionsUnsortedProof(book.header(), book.attributionRun(i, 2)));
            convict(1, proof, book.header());
        }
        Book memory twice = honest(2);
        AttributionLeaf memory leaf = twice.attributions[5];
        // Another score and weight under the same key is a duplicate all the same.
        twice.attributions[6] = AttributionLeaf(
            leaf.callId, leaf.receipt, leaf.commitment, leaf.method, leaf.score + 1, leaf.sharePpm, 1, leaf.indexHash
        );
        convict(1, abi.encode(AttributionsUnsortedProof(twice.header(), twice.attributionRun(5, 2))), twice.header());
    }

    function test_unsortedCredits() public view {
        uint256 count = honest(2).credits.length;
        for (uint256 i = 0; i + 1 < count; ++i) {
            Book memory book = honest(2);
            refuse(
                2, abi.encode(CreditsUnsortedProof(book.header(), book.creditRun(i, 2))), TreeFaults.InOrder.selector
            );
            (book.credits[i], book.credits[i + 1]) = (book.credits[i + 1], book.credits[i]);
            convict(2, abi.encode(CreditsUnsortedProof(book.header(), book.creditRun(i, 2))), book.header());
        }
    }

    function test_unsortedPayouts() public view {
        uint256 count = honest(2).payouts.length;
        for (uint256 i = 0; i + 1 < count; ++i) {
            Book memory book = honest(2);
            refuse(
                3, abi.encode(PayoutsUnsortedProof(book.header(), book.payoutRun(i, 2))), TreeFaults.InOrder.selector
            );
            (book.payouts[i], book.payouts[i + 1]) = (book.payouts[i + 1], book.payouts[i]);
            convict(3, abi.encode(PayoutsUnsortedProof(book.header(), book.payoutRun(i, 2))), book.header());
            book.payouts[i].account = book.payouts[i + 1].account;
            convict(3, abi.encode(PayoutsUnsortedProof(book.header(), book.payoutRun(i, 2))), book.header());
        }
    }

    /// Two leaves that are in the tree, but not neighbours or not in this order, are no run of it.
    function test_onlyNeighboursCount() public view {
        Book memory book = honest(2);
        PayoutRun memory run = book.payoutRun(2, 2);
        (run.leaves[0], run.leaves[1]) = (run.leaves[1], run.leaves[0]);
        refuse(3, abi.encode(PayoutsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
        run = book.payoutRun(2, 2);
        run.leaves[1] = book.payouts[0];
        refuse(3, abi.encode(PayoutsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
        run = book.payoutRun(2, 2);
        run.first = 3;
        refuse(3, abi.encode(PayoutsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
        run.first = type(uint32).max;
        refuse(3, abi.encode(PayoutsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
        for (uint256 length = 0; length < 4; ++length) {
            if (length == 2) continue;
            bytes memory proof = abi.encode(PayoutsUnsortedProof(book.header(), book.payoutRun(0, length)));
            refuse(3, proof, IFaultProver.WrongRunLength.selector);
        }
    }

    /// A run of one tree is none of another, and siblings beyond the depth change nothing.
    function test_treesAreNotMixed() public view {
        Book memory book = honest(2);
        Epoch memory mixed = book.header();
        (mixed.credits, mixed.attributions) = (mixed.attributions, mixed.credits);
        bytes memory proof = abi.encode(CreditsUnsortedProof(mixed, book.creditRun(0, 2)));
        convict(
            2,
            abi.encode(CreditsUnsortedProof(_swapped(book).header(), _swapped(book).creditRun(0, 2))),
            _swapped(book).header()
        );
        refuse(2, proof, IFaultProver.NotInTree.selector);
        CreditRun memory run = book.creditRun(0, 2);
        bytes32[] memory longer = new bytes32[](run.siblings.length + 1);
        for (uint256 i = 0; i < run.siblings.length; ++i) {
            longer[i] = run.siblings[i];
        }
        run.siblings = longer;
        refuse(2, abi.encode(CreditsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
        run.siblings = new bytes32[](0);
        refuse(2, abi.encode(CreditsUnsortedProof(book.header(), run)), IFaultProver.NotInTree.selector);
    }

    // ── claims ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_claimOfAnotherCumulative() public view {
        Book memory book = honest(2);
        for (uint256 i = 0; i < book.payouts.length; ++i) {
            Payee[] memory list = book.payees();
            ClaimProof memory proof = _claim(book, list, i, book.payoutRun(i, 1));
            refuse(9, abi.encode(proof), TreeFaults.ClaimHolds.selector);
            list[i].cumulative += 1;
            proof = _claim(book, list, i, book.payoutRun(i, 1));
            convict(9, abi.encode(proof), proof.epoch);
            proof.cumulative -= 1;
            refuse(9, abi.encode(proof), TreeFaults.NotClaimed.selector);
        }
    }

    function test_claimOfAStranger() public view {
        Book memory book = honest(2);
        for (uint160 account = 1; account < type(uint160).max / 32; account = account * 16 + 5) {
            Payee[] memory list = book.payees();
            list[0].account = address(account);
            ClaimProof memory proof = _claim(book, list, 0, book.payoutAbsence(address(account)));
            convict(9, abi.encode(proof), proof.epoch);
            // Its payout is not shown to be absent by other neighbours.
            proof.payout = book.payoutRun(1, 1);
            refuse(9, abi.encode(proof), IFaultProver.NotAbsent.selector);
            proof.payout = book.payoutRun(0, 0);
            refuse(9, abi.encode(proof), IFaultProver.NotAbsent.selector);
        }
    }

    function test_claimsRootOfOtherPayouts() public view {
        Book memory book = honest(2);
        uint256 count = book.payouts.length;
        ClaimsRootProof memory proof = ClaimsRootProof(book.header(), book.payoutRun(0, count));
        refuse(10, abi.encode(proof), TreeFaults.ClaimHolds.selector);
        Book memory dropped = honest(2);
        dropped.dropPayout(3);
        proof.epoch.claimsRoot = ClaimsTree.root(dropped.payees());
        convict(10, abi.encode(proof), proof.epoch);
        proof.epoch.claimsRoot = keccak256("nothing");
        convict(10, abi.encode(proof), proof.epoch);

        proof.payouts = book.payoutRun(0, count - 1);
        refuse(10, abi.encode(proof), IFaultProver.WrongRunLength.selector);
    }

    function test_claimsRootOfOnePayout() public view {
        Book memory book = honest(1);
        while (book.payouts.length > 1) book.dropPayout(0);
        ClaimsRootProof memory proof = ClaimsRootProof(book.header(), book.payoutRun(0, 1));
        refuse(10, abi.encode(proof), TreeFaults.ClaimHolds.selector);
        proof.epoch.claimsRoot = bytes32(uint256(1));
        convict(10, abi.encode(proof), proof.epoch);
        refuse(
            3,
            abi.encode(PayoutsUnsortedProof(book.header(), book.payoutRun(0, 1))),
            IFaultProver.WrongRunLength.selector
        );
    }

    // ── honest epochs ─────────────────────────────────────────────────────────────────────────────────────────────

    /// No neighbours, and no change of a word, convict an honest epoch.
    function testFuzz_honestEpochsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        Epoch memory epoch = book.header();
        uint256 length = 1 + (seed >> 160) % 3;
        uint256 i = (seed >> 176) % (book.receipts.length - length + 1);
        neverConvicts(0, mutate(abi.encode(ReceiptsUnsortedProof(epoch, book.receiptRun(i, length))), seed), epoch);
        i = (seed >> 176) % (book.attributions.length - length + 1);
        neverConvicts(
            1, mutate(abi.encode(AttributionsUnsortedProof(epoch, book.attributionRun(i, length))), seed), epoch
        );
        i = (seed >> 176) % (book.credits.length - length + 1);
        neverConvicts(2, mutate(abi.encode(CreditsUnsortedProof(epoch, book.creditRun(i, length))), seed), epoch);
        i = (seed >> 176) % (book.payouts.length - length + 1);
        neverConvicts(3, mutate(abi.encode(PayoutsUnsortedProof(epoch, book.payoutRun(i, length))), seed), epoch);
        uint256 account = (seed >> 192) % book.payouts.length;
        ClaimProof memory claim_ = _claim(book, book.payees(), account, book.payoutRun(i, length));
        neverConvicts(9, abi.encode(claim_), epoch);
        neverConvicts(9, mutate(abi.encode(claim_), seed), epoch);
        ClaimsRootProof memory all = ClaimsRootProof(epoch, book.payoutRun(0, book.payouts.length));
        neverConvicts(10, mutate(abi.encode(all), seed), epoch);
    }

    function _swapped(Book memory) private view returns (Book memory other) {
        other = honest(2);
        (other.credits[0], other.credits[1]) = (other.credits[1], other.credits[0]);
    }

    /// @dev A claim of `list[i]` against the claims root of `list`, beside the book's own payouts.
    function _claim(Book memory book, Payee[] memory list, uint256 i, PayoutRun memory payout)
        private
        pure
        returns (ClaimProof memory)
    {
        Epoch memory epoch = book.header();
        epoch.claimsRoot = ClaimsTree.root(list);
        return ClaimProof(epoch, list[i].account, list[i].cumulative, ClaimsTree.proof(list, i), payout);
    }
}
