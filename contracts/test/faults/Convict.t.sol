// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { AttributionFaults } from "../../src/faults/AttributionFaults.sol";
import { CreditFaults } from "../../src/faults/CreditFaults.sol";
import { PayoutFaults } from "../../src/faults/PayoutFaults.sol";
import { ReceiptFaults } from "../../src/faults/ReceiptFaults.sol";
import { TreeFaults } from "../../src/faults/TreeFaults.sol";
import { IChallenges } from "../../src/interfaces/IChallenges.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { FaultKind } from "../../src/libraries/FaultKind.sol";
import { AttributionLeaf } from "../../src/types/Leaves.sol";
import { Receipt } from "../../src/types/Receipt.sol";
import { ReceiptProof } from "../../src/types/ReceiptProofs.sol";
import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { Derive } from "./Derive.sol";
import { EpochWorld } from "./EpochWorld.sol";

/// A posted lie, from the commitment to the slashed bond, on a deployment with all five provers.
contract ConvictTest is EpochWorld {
    function proverCodes() internal view virtual override returns (bytes[] memory codes) {
        codes = new bytes[](FaultKind.PROVERS);
        codes[0] = type(TreeFaults).creationCode;
        codes[1] = type(PayoutFaults).creationCode;
        codes[2] = type(ReceiptFaults).creationCode;
        codes[3] = type(CreditFaults).creationCode;
        codes[4] = type(AttributionFaults).creationCode;
    }

    function test_aPostedLieIsVoided() public {
        Book memory second = honest(2);
        Receipt[] memory list = new Receipt[](1);
        list[0] = honest(2).receipts[2];
        list[0].callId = callId(20);
        (list[0].fee, list[0].sequence, list[0].cumulativeBefore) = (0, 5, second.receipts[3].cumulativeAfter);
        uint64[2] memory sequences = [uint64(4), 0];
        uint128[2] memory cumulatives = [second.receipts[3].cumulativeAfter, uint128(0)];
        Derive.chain(world(), list, channelIds, 1, sequences, cumulatives);
        // The operator bills a wei too much; everything else follows from it.
        list[0].fee += 1;
        list[0].cumulativeAfter += 1;
        Book memory third = Derive.book(world(), second, 3, list, new AttributionLeaf[](0));
        third.burned += 1;
        collectFor(0, list[0].cumulativeAfter);
        post(third.header());

        bytes memory proof = abi.encode(ReceiptProof(third.header(), third.receiptRun(0, 1)));
        uint256 before = token.balanceOf(stranger);
        bytes32 commitment = challenges.commitmentOf(stranger, maker, 3, 32, proof, "salt");
        vm.prank(stranger);
        challenges.commit(commitment);
        vm.roll(block.number + 1);
        vm.prank(stranger);
        challenges.challenge(maker, 3, 32, proof, "salt");
        (,,, ISettlement.EpochStatus status) = settlement.epochOf(maker, 3);
        vm.assertTrue(status == ISettlement.EpochStatus.Void);
        (,,, status) = settlement.epochOf(maker, 2);
        vm.assertTrue(status == ISettlement.EpochStatus.Open);
        vm.assertGt(token.balanceOf(stranger), before, "the challenger is paid");
    }

    /// The same proof against the honest epoch of the same number is of another epoch.
    function test_aLieThatWasNotPostedConvictsNobody() public {
        Book memory book = honest(2);
        book.receipts[0].fee += 1;
        bytes memory proof = abi.encode(ReceiptProof(book.header(), book.receiptRun(0, 1)));
        bytes32 commitment = challenges.commitmentOf(stranger, maker, 2, 32, proof, "salt");
        bytes32 posted = honest(2).header().hash();
        vm.prank(stranger);
        challenges.commit(commitment);
        vm.roll(block.number + 1);
        vm.expectRevert(abi.encodeWithSelector(IChallenges.WrongEpoch.selector, book.header().hash(), posted));
        vm.prank(stranger);
        challenges.challenge(maker, 2, 32, proof, "salt");
    }
}
