// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ReceiptFaults } from "../../src/faults/ReceiptFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { AttributionLeaf } from "../../src/types/Leaves.sol";
import { Component, Receipt } from "../../src/types/Receipt.sol";
import {
    ChannelAbsence,
    ChannelEndProof,
    ChannelStartProof,
    ComponentProof,
    EquivocationProof,
    ReceiptMissingProof,
    ReceiptPairProof,
    ReceiptProof,
    TwoEpochsProof,
    TwoReceiptsProof
} from "../../src/types/ReceiptProofs.sol";
import { ReceiptRun } from "../../src/types/Runs.sol";
import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { Derive } from "./Derive.sol";
import { FaultTest } from "./FaultTest.sol";

contract ReceiptFaultsTest is FaultTest {
    bytes4 private constant HOLDS = ReceiptFaults.ReceiptHolds.selector;

    function setUp() public override {
        super.setUp();
        prover = new ReceiptFaults(settlement, datanets, models);
    }

    function test_everyHonestReceiptHolds() public view {
        uint8[5] memory kinds = [32, 34, 35, 36, 40];
        for (uint256 number = 1; number <= 2; ++number) {
            Book memory book = honest(number);
            for (uint256 i = 0; i < book.receipts.length; ++i) {
                for (uint256 k = 0; k < kinds.length; ++k) {
                    refuse(kinds[k], _one(book, i), HOLDS);
                }
                refuse(33, _component(book, i, 0), HOLDS);
                refuse(33, _component(book, i, 99), HOLDS);
                if (i > 0 && book.receipts[i].channelId == book.receipts[i - 1].channelId) {
                    refuse(37, _pair(book, i - 1), HOLDS);
                }
            }
        }
    }

    function test_fee() public view {
        for (uint256 i = 0; i < 7; ++i) {
            Book memory book = honest(2);
            book.receipts[i].fee += 1;
            convict(32, _one(book, i), book.header());
            book.receipts[i].fee -= 2;
            convict(32, _one(book, i), book.header());
            book.receipts[i].fee += 1;
            book.receipts[i].outputTokens += 1;
            convict(32, _one(book, i), book.header());
        }
    }

    /// A version that does not exist, one that took effect later, and one that was in effect.
    function test_priceVersion() public {
        Book memory book = honest(2);
        book.receipts[1].components[1].priceVersion = 2;
        convict(33, _component(book, 1, 1), book.header());
        refuse(33, _component(book, 1, 0), HOLDS);
        vm.prank(heir);
        models.setPrice(modelIds[2], 1, 1);
        // Added after the call: the honest epoch still stands, and the call cannot have been billed by it.
        refuse(33, _component(honest(2), 1, 1), HOLDS);
        refuse(32, _one(honest(2), 1), HOLDS);
        convict(33, _component(book, 1, 1), book.header());
        (,, uint64 effectiveFrom) = models.priceOf(modelIds[2], 2);
        book.receipts[1].time = effectiveFrom - 1;
        convict(33, _component(book, 1, 1), book.header());
        book.receipts[1].time = effectiveFrom;
        refuse(33, _component(book, 1, 1), HOLDS);
        book.receipts[1].components[1].modelId = keccak256("no model");
        convict(33, _component(book, 1, 1), book.header());
        book.receipts[1].components[1].priceVersion = 0;
        convict(33, _component(book, 1, 1), book.header());
    }

    /// The honest epochs' receipts are from before their posts; a header that is not the posted one proves nothing.
    function test_time() public {
        for (uint256 number = 1; number <= 2; ++number) {
            refuse(46, _one(honest(number), 0), HOLDS);
        }
        Book memory book = honest(2);
        book.receipts[0].time = type(uint64).max;
        refuse(46, _one(book, 0), ReceiptFaults.NotPosted.selector);
        vm.warp(CALLED_AT + 3 hours);
        book = _postThird(CALLED_AT + 3 hours);
        convict(46, _one(book, 0), book.header());
    }

    function test_theSecondBeforeThePostIsPast() public {
        vm.warp(CALLED_AT + 3 hours);
        refuse(46, _one(_postThird(CALLED_AT + 3 hours - 1), 0), HOLDS);
    }

    /// @dev A third epoch of one call on the lower channel.
    function _postThird(uint64 time) private returns (Book memory third) {
        Book memory second = honest(2);
        Receipt[] memory list = new Receipt[](1);
        list[0] = honest(2).receipts[2];
        (list[0].callId, list[0].fee, list[0].time) = (callId(20), 0, time);
        uint64[2] memory sequences = [uint64(4), 0];
        uint128[2] memory cumulatives = [second.receipts[3].cumulativeAfter, uint128(0)];
        Derive.chain(world(), list, channelIds, 1, sequences, cumulatives);
        third = Derive.book(world(), second, 3, list, new AttributionLeaf[](0));
        collectFor(0, list[0].cumulativeAfter);
        post(third.header());
    }

    function test_components() public view {
        Book memory book = honest(2);
        Receipt memory receipt = book.receipts[1];
        receipt.components[1].modelId = receipt.components[0].modelId;
        convict(34, _one(book, 1), book.header());
        receipt.components[1].modelId = modelIds[1];
        (receipt.components[0].scalePpm, receipt.components[1].scalePpm) = (0, 0);
        convict(34, _one(book, 1), book.header());
        receipt.components[1].scalePpm = 1;
        refuse(34, _one(book, 1), HOLDS);
        receipt.components = new Component[](0);
        convict(34, _one(book, 1), book.header());
        receipt.components = new Component[](1);
        refuse(34, _one(book, 1), HOLDS);
        for (uint256 count = 64; count <= 65; ++count) {
            receipt.components = new Component[](count);
            for (uint256 i = 0; i < count; ++i) {
                receipt.components[i] = Component(bytes32(i + 1), 1, 1);
            }
            if (count == 64) refuse(34, _one(book, 1), HOLDS);
            else convict(34, _one(book, 1), book.header());
        }
    }

    function test_retrievedVersions() public view {
        Book memory book = honest(2);
        book.receipts[0].retrievedVersions[0] = versionRoots[0];
        convict(35, _one(book, 0), book.header());
        book.receipts[0].retrievedVersions = new bytes32[](2);
        (book.receipts[0].retrievedVersions[0], book.receipts[0].retrievedVersions[1]) =
        (versionRoots[1], versionRoots[1]);
        convict(35, _one(book, 0), book.header());
        book.receipts[0].retrievedVersions = new bytes32[](65);
        convict(35, _one(book, 0), book.header());
        book.receipts[0].retrievedVersions = new bytes32[](0);
        refuse(35, _one(book, 0), HOLDS);
    }

    function test_cumulativeAndSequence() public view {
        for (uint256 i = 0; i < 7; ++i) {
            Book memory book = honest(2);
            bool pair = i > 0 && book.receipts[i].channelId == book.receipts[i - 1].channelId;
            book.receipts[i].cumulativeAfter += 1;
            convict(36, _one(book, i), book.header());
            book.receipts[i].cumulativeBefore += 1;
            refuse(36, _one(book, i), HOLDS);
            if (i > 0 && !pair) refuse(37, _pair(book, i - 1), ReceiptFaults.OtherChannel.selector);
            if (!pair) continue;
            convict(37, _pair(book, i - 1), book.header());
            book.receipts[i].cumulativeBefore -= 1;
            refuse(37, _pair(book, i - 1), HOLDS);
            book.receipts[i].sequence += 1;
            convict(37, _pair(book, i - 1), book.header());
            book.receipts[i].sequence -= 1;
            book.receipts[i].time -= 1;
            convict(37, _pair(book, i - 1), book.header());
            book.receipts[i].time += 2;
            refuse(37, _pair(book, i - 1), HOLDS);
            book.receipts[i].sequence = type(uint64).max;
            convict(37, _pair(book, i - 1), book.header());
        }
    }

    /// Both channels, from the epoch before; the first epoch from nothing; an epoch without the channel in between.
    function test_channelStart() public view {
        for (uint256 i = 0; i < 7; i += 4) {
            Book memory book = honest(2);
            refuse(38, _start(book, honest(1), i), HOLDS);
            book.receipts[i].sequence += 1;
            convict(38, _start(book, honest(1), i), book.header());
            book.receipts[i].sequence -= 1;
            book.receipts[i].cumulativeBefore += 1;
            convict(38, _start(book, honest(1), i), book.header());
            book.receipts[i].cumulativeBefore -= 1;
            book.receipts[i].time = CALLED_AT;
            refuse(38, _start(book, honest(1), i), HOLDS);
            book.receipts[i].time = CALLED_AT - 1;
            convict(38, _start(book, honest(1), i), book.header());
        }
        for (uint256 i = 0; i < 5; i += 3) {
            Book memory book = honest(1);
            refuse(38, _start(book, honest(2), i), HOLDS);
            book.receipts[i].sequence = 2;
            convict(38, _start(book, honest(2), i), book.header());
        }
        Book memory later = honest(2);
        refuse(38, _start(later, honest(2), 0), IFaultProver.NotPrevious.selector);
        ChannelStartProof memory proof = abi.decode(_start(later, honest(1), 0), (ChannelStartProof));
        proof.start = later.receiptRun(1, 1);
        refuse(38, abi.encode(proof), ReceiptFaults.NotAtTheEdge.selector);
        proof.start = later.receiptRun(0, 2);
        refuse(38, abi.encode(proof), ReceiptFaults.NotAtTheEdge.selector);
        proof.start = later.receiptRun(0, 1);
        proof.end = honest(1).receiptRun(1, 2);
        refuse(38, abi.encode(proof), ReceiptFaults.NotAtTheEdge.selector);
        proof.end = honest(1).receiptRun(4, 1);
        refuse(38, abi.encode(proof), ReceiptFaults.OtherChannel.selector);
    }

    function test_channelStartAfterAnEpochWithoutIt() public view {
        Book memory between = honest(2);
        // Epoch 2 holds the higher channel alone; the lower one goes on in epoch 3.
        for (uint256 i = 0; i < 4; ++i) {
            between.dropReceipt(0);
        }
        Book memory book = honest(2);
        book.number = 3;
        book.previous = between.header().hash();
        ChannelStartProof memory proof = abi.decode(_start(book, honest(1), 0), (ChannelStartProof));
        refuse(38, abi.encode(proof), IFaultProver.NotPrevious.selector);
        proof.between = new ChannelAbsence[](1);
        proof.between[0] = ChannelAbsence(between.header(), between.receiptRun(0, 1));
        refuse(38, abi.encode(proof), HOLDS);
        proof.between[0].absent = between.receiptRun(1, 1);
        refuse(38, abi.encode(proof), IFaultProver.NotAbsent.selector);
        book.receipts[0].sequence += 1;
        proof = abi.decode(_start(book, honest(1), 0), (ChannelStartProof));
        proof.between = new ChannelAbsence[](1);
        proof.between[0] = ChannelAbsence(between.header(), between.receiptRun(0, 1));
        convict(38, abi.encode(proof), book.header());
    }

    function test_sequenceAndCallOfAnEarlierEpoch() public view {
        Book memory book = honest(2);
        Book memory first = honest(1);
        refuse(39, _two(book, 0, first, 2), HOLDS);
        refuse(39, _two(book, 0, first, 4), ReceiptFaults.OtherChannel.selector);
        refuse(42, _two(book, 0, first, 0), ReceiptFaults.NoRepeat.selector);
        // Neither itself nor a later epoch is an earlier one.
        refuse(42, _two(book, 0, book, 0), ReceiptFaults.NotEarlier.selector);
        refuse(42, _two(first, 0, book, 0), ReceiptFaults.NotEarlier.selector);
        book.receipts[0].sequence = 3;
        convict(39, _two(book, 0, first, 2), book.header());
        book.receipts[0].callId = callId(4);
        convict(42, _two(book, 0, first, 4), book.header());
        // An epoch that was never posted.
        first.burned += 1;
        refuse(42, _two(book, 0, first, 4), ReceiptFaults.NotEarlier.selector);
        first.burned -= 1;
        first.operator = operator;
        refuse(42, _two(book, 0, first, 4), ReceiptFaults.NotEarlier.selector);
    }

    /// After epoch 1 is void, its receipts convict nobody, and nothing stands in the way of posting them again.
    function test_voidEpochsAreNotEarlier() public {
        Book memory book = honest(2);
        book.receipts[0].callId = callId(4);
        bytes memory proof = _two(book, 0, honest(1), 4);
        convict(42, proof, book.header());
        vm.prank(address(challenges));
        settlement.voidEpochs(maker, 1, stranger);
        refuse(42, proof, ReceiptFaults.NotEarlier.selector);
    }

    function test_callRepeated() public view {
        Book memory book = honest(2);
        refuse(41, _sameCall(book, 1, 5), ReceiptFaults.NoRepeat.selector);
        refuse(41, _sameCall(book, 1, 1), ReceiptFaults.NoRepeat.selector);
        book.receipts[5].callId = book.receipts[1].callId;
        convict(41, _sameCall(book, 1, 5), book.header());
    }

    function test_foreignChannel() public {
        Book memory book = honest(2);
        book.receipts[0].channelId = keccak256("no channel");
        convict(40, _one(book, 0), book.header());
        book.receipts[0].channelId = openChannel(otherOperator, 1 ether);
        convict(40, _one(book, 0), book.header());
    }

    function test_equivocation() public view {
        Book memory book = honest(2);
        Receipt memory other = honest(2).receipts[3];
        refuse(43, _equivocation(book, 3, other, OPERATOR_KEY), ReceiptFaults.NoEquivocation.selector);
        other.responseHash = keccak256("another answer");
        convict(43, _equivocation(book, 3, other, OPERATOR_KEY), book.header());
        refuse(43, _equivocation(book, 2, other, OPERATOR_KEY), ReceiptFaults.NoEquivocation.selector);
        refuse(43, _equivocation(book, 3, other, STRANGER_KEY), ReceiptFaults.NotSigned.selector);
        EquivocationProof memory proof =
            EquivocationProof(book.header(), book.receiptRun(3, 1), other, malleate(_sign(other, OPERATOR_KEY)));
        refuse(43, abi.encode(proof), ReceiptFaults.NotSigned.selector);
        proof.signature = "";
        refuse(43, abi.encode(proof), ReceiptFaults.NotSigned.selector);
    }

    /// Each receipt of epoch 2, left out, is missed; present, from another epoch, or free, it is not.
    function test_missingReceipt() public view {
        for (uint256 i = 0; i < 7; ++i) {
            Book memory book = honest(2);
            Receipt memory receipt = book.receipts[i];
            refuse(44, _missing(book, receipt, book.receiptRun(i, 1)), IFaultProver.NotAbsent.selector);
            book.dropReceipt(i);
            ReceiptRun memory absent = book.receiptAbsence(receipt.channelId, receipt.sequence);
            convict(44, _missing(book, receipt, absent), book.header());
            uint128 end = receipt.cumulativeAfter;
            receipt.cumulativeAfter += 1000 ether;
            refuse(44, _missing(book, receipt, absent), ReceiptFaults.NotDue.selector);
            (receipt.cumulativeBefore, receipt.cumulativeAfter) = (end, end);
            refuse(44, _missing(book, receipt, absent), ReceiptFaults.NotDue.selector);
        }
        Receipt memory earlier = honest(1).receipts[1];
        ReceiptRun memory none = honest(2).receiptAbsence(earlier.channelId, earlier.sequence);
        refuse(44, _missing(honest(2), earlier, none), ReceiptFaults.NotDue.selector);
        Book memory first = honest(1);
        first.dropReceipt(1);
        convict(44, _missing(first, earlier, first.receiptAbsence(earlier.channelId, earlier.sequence)), first.header());
    }

    function test_channelEnd() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            uint256[2] memory ends = number == 1 ? [uint256(2), 4] : [uint256(3), 6];
            for (uint256 i = 0; i < 2; ++i) {
                Book memory book = honest(number);
                refuse(45, _end(book, ends[i]), HOLDS);
                book.receipts[ends[i]].cumulativeAfter += 1;
                convict(45, _end(book, ends[i]), book.header());
                book.dropReceipt(ends[i]);
                convict(45, _end(book, ends[i] - 1), book.header());
            }
        }
        Book memory whole = honest(2);
        ChannelEndProof memory proof = ChannelEndProof(whole.header(), whole.receiptRun(1, 1));
        refuse(45, abi.encode(proof), ReceiptFaults.NotAtTheEdge.selector);
        proof.end = whole.receiptRun(1, 2);
        refuse(45, abi.encode(proof), ReceiptFaults.NotAtTheEdge.selector);
    }

    /// No change of a word, and no other receipts, convict an honest epoch.
    function testFuzz_honestReceiptsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        Epoch memory epoch = book.header();
        uint256 i = (seed >> 160) % (book.receipts.length - 1);
        uint8[5] memory kinds = [32, 34, 35, 36, 40];
        for (uint256 k = 0; k < 5; ++k) {
            neverConvicts(kinds[k], mutate(_one(book, i), seed), epoch);
        }
        neverConvicts(33, mutate(_component(book, i, 0), seed), epoch);
        neverConvicts(37, mutate(_pair(book, i), seed), epoch);
        neverConvicts(41, mutate(_sameCall(book, i, (seed >> 168) % book.receipts.length), seed), epoch);
        ReceiptRun memory any = book.receiptRun(i, 1 + (seed >> 176) % 2);
        neverConvicts(45, abi.encode(ChannelEndProof(epoch, any)), epoch);
        neverConvicts(45, mutate(abi.encode(ChannelEndProof(epoch, any)), seed), epoch);
    }

    function testFuzz_honestChannelsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        Book memory first = honest(1);
        Epoch memory epoch = book.header();
        uint256 i = (seed >> 160) % (book.receipts.length - 1);
        ReceiptRun memory any = book.receiptRun(i, 1 + (seed >> 176) % 2);
        bytes memory proof = _two(book, i, first, (seed >> 184) % 5);
        neverConvicts(39, mutate(proof, seed), epoch);
        neverConvicts(42, mutate(proof, seed), epoch);
        ReceiptRun memory end = first.receiptRun((seed >> 192) % 4, 1 + (seed >> 200) % 2);
        proof = abi.encode(ChannelStartProof(epoch, any, new ChannelAbsence[](0), first.header(), end));
        neverConvicts(38, proof, epoch);
        neverConvicts(38, mutate(proof, seed), epoch);
        Receipt memory receipt = honest(1 + (seed >> 208) % 2).receipts[(seed >> 216) % 5];
        proof = _missing(book, receipt, any);
        neverConvicts(44, proof, epoch);
        neverConvicts(44, mutate(proof, seed), epoch);
        neverConvicts(43, mutate(_equivocation(book, i, receipt, OPERATOR_KEY), seed), epoch);
    }

    function _one(Book memory book, uint256 i) private pure returns (bytes memory) {
        return abi.encode(ReceiptProof(book.header(), book.receiptRun(i, 1)));
    }

    function _component(Book memory book, uint256 i, uint32 part) private pure returns (bytes memory) {
        return abi.encode(ComponentProof(book.header(), book.receiptRun(i, 1), part));
    }

    function _pair(Book memory book, uint256 i) private pure returns (bytes memory) {
        return abi.encode(ReceiptPairProof(book.header(), book.receiptRun(i, 2)));
    }

    function _sameCall(Book memory book, uint256 i, uint256 j) private pure returns (bytes memory) {
        return abi.encode(TwoReceiptsProof(book.header(), book.receiptRun(i, 1), book.receiptRun(j, 1)));
    }

    function _two(Book memory book, uint256 i, Book memory first, uint256 j) private pure returns (bytes memory) {
        return abi.encode(TwoEpochsProof(book.header(), book.receiptRun(i, 1), first.header(), first.receiptRun(j, 1)));
    }

    /// @dev Receipt `i` is its channel's first; the channel's last one of `before` follows from the honest first epoch.
    function _start(Book memory book, Book memory before, uint256 i) private pure returns (bytes memory) {
        ReceiptRun memory start = i == 0 ? book.receiptRun(0, 1) : book.receiptRun(i - 1, 2);
        ReceiptRun memory end = i == 0 ? before.receiptRun(2, 2) : before.receiptRun(4, 1);
        return abi.encode(ChannelStartProof(book.header(), start, new ChannelAbsence[](0), before.header(), end));
    }

    function _end(Book memory book, uint256 i) private pure returns (bytes memory) {
        return abi.encode(ChannelEndProof(book.header(), book.receiptRun(i, i + 1 == book.receipts.length ? 1 : 2)));
    }

    function _sign(Receipt memory receipt, uint256 key) private view returns (bytes memory) {
        (bytes32 leaf,) = settlement.hashReceipt(receipt);
        return signDigest(key, domainOf("OpenLedger Settlement", address(settlement), block.chainid), leaf);
    }

    function _equivocation(Book memory book, uint256 i, Receipt memory other, uint256 key)
        private
        view
        returns (bytes memory)
    {
        return abi.encode(EquivocationProof(book.header(), book.receiptRun(i, 1), other, _sign(other, key)));
    }

    function _missing(Book memory book, Receipt memory receipt, ReceiptRun memory absent)
        private
        view
        returns (bytes memory)
    {
        return abi.encode(ReceiptMissingProof(book.header(), receipt, _sign(receipt, OPERATOR_KEY), absent));
    }
}
