// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { ReceiptHash } from "../../src/libraries/ReceiptHash.sol";
import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { AttributionLeaf, CreditLeaf, PayoutLeaf } from "../../src/types/Leaves.sol";
import { Receipt } from "../../src/types/Receipt.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "../../src/types/Runs.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Demands for data of an epoch with 18 receipts (two chunks), one attribution, one credit and 300 payouts (two chunks).
contract DataDemandsTest is Fixture {
    IDataDemands.Tree private constant RECEIPTS = IDataDemands.Tree.Receipts;
    IDataDemands.Tree private constant ATTRIBUTIONS = IDataDemands.Tree.Attributions;
    IDataDemands.Tree private constant CREDITS = IDataDemands.Tree.Credits;
    IDataDemands.Tree private constant PAYOUTS = IDataDemands.Tree.Payouts;
    uint32 private constant ACCOUNTS = 300;
    uint96 private constant PREPAID = 256 * PRICE_PER_LEAF;

    AttributionRun private attributions;
    CreditRun private credits;

    function setUp() public override {
        super.setUp();
        vm.prank(stranger);
        token.approve(address(challenges), type(uint256).max);
        attributions.leaves.push(AttributionLeaf("call", 0, "record", 1, -5, 1_000_000, 1e18, "index"));
        credits.leaves.push(CreditLeaf(contributor, "call", 0, 4, "record", 7, 7));
        fund(operator, 300 ether);
        Payee[] memory list = new Payee[](1);
        list[0] = Payee(contributor, 300 ether);
        Epoch memory epoch = nextEpoch(operator, list, 0, 0);
        SumNode memory payouts = SumTree.rootInPlace(payoutNodes(0, ACCOUNTS));
        epoch.payouts = SumRoot(payouts.hash, payouts.sum, ACCOUNTS);
        SumNode memory receipts = SumTree.rootInPlace(receiptNodes(0, 18));
        epoch.receipts = SumRoot(receipts.hash, receipts.sum, 18);
        epoch.attributions = Root(LeafHash.attribution("call", 0, "record", 1, -5, 1_000_000, 1e18, "index"), 1);
        epoch.credits = Root(LeafHash.credit(contributor, "call", 0, 4, "record", 7, 7), 1);
        post(epoch);
    }

    // ── the epoch's leaves ────────────────────────────────────────────────────────────────────────────────────────

    function payoutLeaf(uint256 index) private pure returns (PayoutLeaf memory) {
        return PayoutLeaf(address(uint160(0x1000 + index)), 1 ether);
    }

    function payoutNodes(uint256 first, uint256 length) private pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](length);
        for (uint256 i = 0; i < length; ++i) {
            nodes[i] = SumNode(LeafHash.payout(payoutLeaf(first + i).account, 1 ether), 1 ether);
        }
    }

    function receiptLeaf(uint256 index) private pure returns (Receipt memory receipt) {
        receipt.callId = bytes32(index + 1);
        receipt.sequence = uint64(index);
        receipt.fee = index == 0 ? 283 ether : 1 ether;
    }

    function receiptNodes(uint256 first, uint256 length) private pure returns (SumNode[] memory nodes) {
        nodes = new SumNode[](length);
        for (uint256 i = 0; i < length; ++i) {
            Receipt memory receipt = receiptLeaf(first + i);
            nodes[i] = SumNode(ReceiptHash.hash(receipt), receipt.fee);
        }
    }

    /// @dev Chunk 0 or 1 of the payouts; the sibling of 256 leaves is the other 44, padded.
    function payoutsChunk(uint32 chunk) private pure returns (PayoutRun memory run) {
        run.first = chunk * 256;
        run.leaves = new PayoutLeaf[](chunk == 0 ? 256 : 44);
        for (uint256 i = 0; i < run.leaves.length; ++i) {
            run.leaves[i] = payoutLeaf(run.first + i);
        }
        if (chunk == 0) {
            run.siblings = new SumNode[](1);
            run.siblings[0] = padded(SumTree.rootInPlace(payoutNodes(256, 44)), 6, 8);
        } else {
            // 44 = 0b101100: at each height the run ends at an even position where the bit below is odd.
            run.siblings = new SumNode[](5);
            run.siblings[4] = SumTree.rootInPlace(payoutNodes(0, 256));
        }
    }

    /// @dev A node of height `from` under `to − from` levels of empty right siblings.
    function padded(SumNode memory node, uint256 from, uint256 to) private pure returns (SumNode memory) {
        for (uint256 i = from; i < to; ++i) {
            node = SumTree.node(node, SumNode(0, 0));
        }
        return node;
    }

    function lastReceipts() private pure returns (ReceiptRun memory run) {
        run.first = 16;
        run.leaves = new Receipt[](2);
        (run.leaves[0], run.leaves[1]) = (receiptLeaf(16), receiptLeaf(17));
        run.siblings = new SumNode[](4);
        run.siblings[3] = SumTree.rootInPlace(receiptNodes(0, 16));
    }

    function demandAs(address by, IDataDemands.Tree tree, uint32 chunk) private {
        vm.prank(by);
        challenges.demand(header(operator, 1), tree, chunk);
    }

    function answerWith(IDataDemands.Tree tree, uint32 chunk, bytes memory run) private {
        vm.prank(operator);
        challenges.answer(header(operator, 1), tree, chunk, run);
    }

    // ── demand and answer ─────────────────────────────────────────────────────────────────────────────────────────

    function test_anAnswerEarnsWhatWasPrepaid() public {
        uint256 before = token.balanceOf(operator);
        uint64 deadline = START + ANSWER_WINDOW;
        vm.expectEmit(address(challenges));
        emit IDataDemands.Demanded(operator, 1, 1, PAYOUTS, 0, stranger, deadline);
        demandAs(stranger, PAYOUTS, 0);
        vm.assertEq(token.balanceOf(address(challenges)), PREPAID);
        vm.assertEq(challenges.heldUntil(operator, 1), type(uint64).max);
        vm.warp(deadline);
        vm.expectEmit(address(challenges));
        emit IDataDemands.Answered(operator, 1, 1, PAYOUTS, 0, operator);
        answerWith(PAYOUTS, 0, abi.encode(payoutsChunk(0)));
        vm.assertEq(token.balanceOf(operator) - before, PREPAID);
        vm.assertEq(challenges.heldUntil(operator, 1), deadline + ANSWER_WINDOW);
        vm.assertTrue(challenges.demandOf(operator, 1, PAYOUTS, 0).answered);
    }

    function test_everyTreeIsAnswered() public {
        bytes[4] memory runs =
            [abi.encode(lastReceipts()), abi.encode(attributions), abi.encode(credits), abi.encode(payoutsChunk(1))];
        for (uint8 i = 0; i < 4; ++i) {
            uint32 chunk = i == 0 || i == 3 ? 1 : 0;
            demandAs(stranger, IDataDemands.Tree(i), chunk);
            answerWith(IDataDemands.Tree(i), chunk, runs[i]);
        }
        vm.assertEq(token.balanceOf(address(challenges)), 0);
    }

    function test_wrongAnswersAreRefused() public {
        demandAs(stranger, PAYOUTS, 0);
        PayoutRun memory run = payoutsChunk(1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WrongChunk.selector, 256, 44));
        answerWith(PAYOUTS, 0, abi.encode(run));
        run = payoutsChunk(0);
        run.leaves[7].cumulative += 1;
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.NotInTree.selector));
        answerWith(PAYOUTS, 0, abi.encode(run));
        run = payoutsChunk(0);
        run.siblings[0].sum -= 1;
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.NotInTree.selector));
        answerWith(PAYOUTS, 0, abi.encode(run));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotDemanded.selector, PAYOUTS, 1));
        answerWith(PAYOUTS, 1, abi.encode(payoutsChunk(1)));
        vm.warp(START + ANSWER_WINDOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DeadlinePassed.selector, START + ANSWER_WINDOW));
        answerWith(PAYOUTS, 0, abi.encode(payoutsChunk(0)));
    }

    function test_badDemandsAreRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, PAYOUTS, 2));
        demandAs(stranger, PAYOUTS, 2);
        demandAs(stranger, CREDITS, 0);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DemandedAlready.selector, CREDITS, 0));
        demandAs(stranger, CREDITS, 0);
        answerWith(CREDITS, 0, abi.encode(credits));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.AnsweredAlready.selector, CREDITS, 0));
        answerWith(CREDITS, 0, abi.encode(credits));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DemandedAlready.selector, CREDITS, 0));
        demandAs(stranger, CREDITS, 0);
        Epoch memory other = header(operator, 1);
        other.burned = 1;
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotAnOpenEpoch.selector, operator, 1));
        vm.prank(stranger);
        challenges.demand(other, PAYOUTS, 0);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WindowOver.selector, START + WINDOW));
        demandAs(stranger, ATTRIBUTIONS, 0);
    }

    // ── silence ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_silenceVoidsTheEpochAndPaysTheChallenger() public {
        demandAs(stranger, RECEIPTS, 0);
        uint256 before = token.balanceOf(stranger);
        uint128 locked = vault.bondOf(operator).locked;
        vm.warp(START + ANSWER_WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.DeadlineAhead.selector, START + ANSWER_WINDOW));
        challenges.resolve(operator, 1, 1, RECEIPTS, 0);
        vm.warp(START + ANSWER_WINDOW + 1);
        vm.expectEmit(address(challenges));
        emit IDataDemands.Unanswered(operator, 1, 1, RECEIPTS, 0);
        vm.prank(payer);
        challenges.resolve(operator, 1, 1, RECEIPTS, 0);
        vm.assertEq(token.balanceOf(stranger) - before, 80 * uint256(PRICE_PER_LEAF) + locked / 2);
        vm.assertEq(settlement.epochCount(operator), 0);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.AnsweredAlready.selector, RECEIPTS, 0));
        challenges.resolve(operator, 1, 1, RECEIPTS, 0);
    }

    /// What was prepaid for an epoch that another challenge voided comes back at once.
    function test_aVoidEpochsDemandsAreRefunded() public {
        demandAs(stranger, RECEIPTS, 0);
        uint256 before = token.balanceOf(stranger);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, payer);
        vm.expectEmit(address(challenges));
        emit IDataDemands.DemandRefunded(operator, 1, 1, RECEIPTS, 0);
        challenges.resolve(operator, 1, 1, RECEIPTS, 0);
        vm.assertEq(token.balanceOf(stranger) - before, 80 * uint256(PRICE_PER_LEAF));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NotDemanded.selector, RECEIPTS, 1));
        challenges.resolve(operator, 1, 1, RECEIPTS, 1);
    }

    /// An epoch waits for its demands and for those who read the answer, two answer windows past its own at most.
    function test_finalisationWaitsAndTheDelayIsCapped() public {
        vm.warp(START + WINDOW - 1);
        demandAs(stranger, CREDITS, 0);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochHeld.selector, type(uint64).max));
        finalize(operator);
        vm.warp(START + WINDOW - 1 + ANSWER_WINDOW);
        answerWith(CREDITS, 0, abi.encode(credits));
        uint64 until = START + WINDOW - 1 + 2 * ANSWER_WINDOW;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochHeld.selector, until));
        finalize(operator);
        vm.warp(until);
        vm.assertEq(finalize(operator), 1);
    }

    function test_chunksFit64KB() public view {
        vm.assertEq(challenges.chunkSizeOf(RECEIPTS), 16);
        vm.assertLe(challenges.chunkSizeOf(ATTRIBUTIONS) * abi.encode(attributions.leaves[0]).length, 65_536, "size");
        vm.assertLe(challenges.chunkSizeOf(CREDITS) * abi.encode(credits.leaves[0]).length, 65_536, "size");
        vm.assertLe(challenges.chunkSizeOf(PAYOUTS) * abi.encode(payoutLeaf(0)).length, 65_536, "size");
    }
}
