// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { LeafOrder } from "../../src/libraries/LeafOrder.sol";
import { ReceiptHash } from "../../src/libraries/ReceiptHash.sol";
import { SumNode } from "../../src/libraries/SumTree.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { AttributionLeaf, CreditLeaf, PayoutLeaf } from "../../src/types/Leaves.sol";
import { Receipt } from "../../src/types/Receipt.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "../../src/types/Runs.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { TestTrees } from "./TestTrees.sol";

/// @notice An epoch's leaves and totals. A test takes an honest one, changes what it lies about, and asks for the header.
struct Book {
    address operator;
    uint64 number;
    bytes32 previous;
    Receipt[] receipts;
    AttributionLeaf[] attributions;
    CreditLeaf[] credits;
    PayoutLeaf[] payouts;
    uint128 burned;
    uint128 carriedTotal;
}

using BookLib for Book global;

library BookLib {
    /// @notice The header of exactly these leaves.
    function header(Book memory book) internal pure returns (Epoch memory epoch) {
        epoch.operator = book.operator;
        epoch.number = book.number;
        epoch.previous = book.previous;
        epoch.receipts = sumRootOf(receiptNodes(book));
        epoch.attributions = Root(TestTrees.rootOf(attributionNodes(book)), uint32(book.attributions.length));
        epoch.credits = Root(TestTrees.rootOf(creditNodes(book)), uint32(book.credits.length));
        epoch.payouts = sumRootOf(payoutNodes(book));
        epoch.claimsRoot = ClaimsTree.root(payees(book));
        epoch.rulesRoot = keccak256("rules");
        epoch.codeHash = keccak256("code");
        epoch.dataCommitment = keccak256("manifest");
        epoch.burned = book.burned;
        epoch.carriedTotal = book.carriedTotal;
    }

    function sumRootOf(SumNode[] memory nodes) internal pure returns (SumRoot memory) {
        if (nodes.length == 0) return SumRoot(0, 0, 0);
        SumNode[][] memory layers = TestTrees.sumLayers(nodes);
        SumNode memory root = layers[layers.length - 1][0];
        return SumRoot(root.hash, root.sum, uint32(nodes.length));
    }

    // ── leaves ────────────────────────────────────────────────────────────────────────────────────────────────────

    function receiptNodes(Book memory book) internal pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](book.receipts.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = SumNode(ReceiptHash.hash(book.receipts[i]), book.receipts[i].fee);
        }
    }

    function payoutNodes(Book memory book) internal pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](book.payouts.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            PayoutLeaf memory leaf = book.payouts[i];
            nodes[i] = SumNode(LeafHash.payout(leaf.account, leaf.cumulative), leaf.cumulative);
        }
    }

    function creditNodes(Book memory book) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](book.credits.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            CreditLeaf memory c = book.credits[i];
            nodes[i] = LeafHash.credit(c.account, c.callId, c.receipt, c.role, c.commitment, c.amount, c.runningSum);
        }
    }

    function attributionNodes(Book memory book) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](book.attributions.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            AttributionLeaf memory a = book.attributions[i];
            nodes[i] = LeafHash.attribution(
                a.callId, a.receipt, a.commitment, a.method, a.score, a.sharePpm, a.weight, a.indexHash
            );
        }
    }

    function payees(Book memory book) internal pure returns (Payee[] memory list) {
        list = new Payee[](book.payouts.length);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = Payee(book.payouts[i].account, book.payouts[i].cumulative);
        }
    }

    // ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function receiptRun(Book memory book, uint256 first, uint256 length) internal pure returns (ReceiptRun memory run) {
        if (length == 0) return run;
        run = ReceiptRun(uint32(first), new Receipt[](length), TestTrees.siblingsOf(receiptNodes(book), first, length));
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = book.receipts[first + i];
        }
    }

    function payoutRun(Book memory book, uint256 first, uint256 length) internal pure returns (PayoutRun memory run) {
        if (length == 0) return run;
        run = PayoutRun(uint32(first), new PayoutLeaf[](length), TestTrees.siblingsOf(payoutNodes(book), first, length));
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = book.payouts[first + i];
        }
    }

    function creditRun(Book memory book, uint256 first, uint256 length) internal pure returns (CreditRun memory run) {
        if (length == 0) return run;
        run = CreditRun(uint32(first), new CreditLeaf[](length), TestTrees.siblingsOf(creditNodes(book), first, length));
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = book.credits[first + i];
        }
    }

    function attributionRun(Book memory book, uint256 first, uint256 length)
        internal
        pure
        returns (AttributionRun memory run)
    {
        if (length == 0) return run;
        run = AttributionRun(
            uint32(first), new AttributionLeaf[](length), TestTrees.siblingsOf(attributionNodes(book), first, length)
        );
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = book.attributions[first + i];
        }
    }

    // ── absence: the neighbours of the place where a key would stand ──────────────────────────────────────────────

    /// @dev `place`: index of the first leaf above the key.
    function around(uint256 place, uint256 count) internal pure returns (uint256 first, uint256 length) {
        if (count == 0) return (0, 0);
        if (place == 0) return (0, 1);
        return place == count ? (count - 1, 1) : (place - 1, 2);
    }

    function payoutAbsence(Book memory book, address account) internal pure returns (PayoutRun memory) {
        uint256 place = 0;
        while (place < book.payouts.length && book.payouts[place].account < account) ++place;
        (uint256 first, uint256 length) = around(place, book.payouts.length);
        return payoutRun(book, first, length);
    }

    function creditAbsence(Book memory book, CreditLeaf memory key) internal pure returns (CreditRun memory) {
        uint256 place = 0;
        while (place < book.credits.length && LeafOrder.ascends(book.credits[place], key)) ++place;
        (uint256 first, uint256 length) = around(place, book.credits.length);
        return creditRun(book, first, length);
    }

    function attributionAbsence(Book memory book, bytes32 callId) internal pure returns (AttributionRun memory) {
        uint256 place = 0;
        while (place < book.attributions.length && book.attributions[place].callId < callId) ++place;
        (uint256 first, uint256 length) = around(place, book.attributions.length);
        return attributionRun(book, first, length);
    }

    function receiptAbsence(Book memory book, bytes32 channelId, uint64 sequence)
        internal
        pure
        returns (ReceiptRun memory)
    {
        uint256 place = 0;
        while (place < book.receipts.length) {
            Receipt memory receipt = book.receipts[place];
            if (receipt.channelId > channelId || (receipt.channelId == channelId && receipt.sequence > sequence)) {
                break;
            }
            ++place;
        }
        (uint256 first, uint256 length) = around(place, book.receipts.length);
        return receiptRun(book, first, length);
    }

    // ── removing leaves ───────────────────────────────────────────────────────────────────────────────────────────

    function dropPayout(Book memory book, uint256 index) internal pure {
        PayoutLeaf[] memory list = book.payouts;
        for (uint256 i = index; i + 1 < list.length; ++i) {
            list[i] = list[i + 1];
        }
        assembly ("memory-safe") {
            mstore(list, sub(mload(list), 1))
        }
    }

    function dropReceipt(Book memory book, uint256 index) internal pure {
        Receipt[] memory list = book.receipts;
        for (uint256 i = index; i + 1 < list.length; ++i) {
            list[i] = list[i + 1];
        }
        assembly ("memory-safe") {
            mstore(list, sub(mload(list), 1))
        }
    }

    function dropAttribution(Book memory book, uint256 index) internal pure {
        AttributionLeaf[] memory list = book.attributions;
        for (uint256 i = index; i + 1 < list.length; ++i) {
            list[i] = list[i + 1];
        }
        assembly ("memory-safe") {
            mstore(list, sub(mload(list), 1))
        }
    }

    function dropCredit(Book memory book, uint256 index) internal pure {
        CreditLeaf[] memory list = book.credits;
        for (uint256 i = index; i + 1 < list.length; ++i) {
            list[i] = list[i + 1];
        }
        assembly ("memory-safe") {
            mstore(list, sub(mload(list), 1))
        }
    }
}
