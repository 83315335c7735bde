// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { AttributionRun, CreditRun, ReceiptRun } from "../../src/types/Runs.sol";
import { Book } from "../faults/Book.sol";
import { CallTest } from "../faults/CallTest.sol";
import { vm } from "../support/Vm.sol";

/// What each kind of answer is paid, and that no tree is answered with other leaves.
contract DataDemandsPricesTest is CallTest {
    function setUp() public override {
        super.setUp();
        vm.prank(stranger);
        token.approve(address(challenges), type(uint256).max);
    }

    function test_whatAnswersArePaid() public view {
        Book memory book = honest(2);
        Epoch memory epoch = book.header();
        uint256 payouts = book.payouts.length;
        uint256[7] memory paid = [
            5 * book.receipts.length,
            book.attributions.length,
            book.credits.length,
            payouts,
            (3 * payouts + 4) / 5,
            9 * book.receipts.length,
            80
        ];
        for (uint8 i = 0; i < 7; ++i) {
            vm.assertEq(challenges.leavesPaid(epoch, IDataDemands.Tree(i), 0), paid[i]);
            vm.assertEq(challenges.leavesPaid(epoch, IDataDemands.Tree(i), 1), i == 6 ? 80 : 0);
        }
    }

    function refused(IDataDemands.Tree tree, bytes memory run, bytes memory honestRun) private {
        Epoch memory epoch = honest(2).header();
        vm.prank(stranger);
        challenges.demand(epoch, tree, 0);
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.NotInTree.selector));
        challenges.answer(epoch, tree, 0, run);
        challenges.answer(epoch, tree, 0, honestRun);
    }

    function test_noTreeIsAnsweredWithOtherLeaves() public {
        ReceiptRun memory receipts = honest(2).receiptRun(0, 7);
        bytes memory right = abi.encode(receipts);
        receipts.leaves[3].outputTokens += 1;
        refused(IDataDemands.Tree.Receipts, abi.encode(receipts), right);
        AttributionRun memory attributions = honest(2).attributionRun(0, 11);
        right = abi.encode(attributions);
        attributions.leaves[3].weight -= 1;
        refused(IDataDemands.Tree.Attributions, abi.encode(attributions), right);
        uint256 count = honest(2).credits.length;
        CreditRun memory credits = honest(2).creditRun(0, count);
        right = abi.encode(credits);
        credits.leaves[3].amount += 1;
        refused(IDataDemands.Tree.Credits, abi.encode(credits), right);
    }
}
