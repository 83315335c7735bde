// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { AttributionFaults } from "../../src/faults/AttributionFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { CallRuns } from "../../src/libraries/CallRuns.sol";
import { RecordRuns } from "../../src/libraries/RecordRuns.sol";
import {
    AttributionForeignProof,
    AttributionMissingProof,
    AttributionProof,
    CallProof,
    ModelAbsence,
    NotRetrievedProof,
    NotTrainedProof,
    TooManyAttributionsProof
} from "../../src/types/AttributionProofs.sol";
import { AttributionLeaf } from "../../src/types/Leaves.sol";
import { AttributionRun, ReceiptRun, TrainedRun, VersionRun } from "../../src/types/Runs.sol";
import { Book } from "./Book.sol";
import { CallTest } from "./CallTest.sol";

contract AttributionFaultsTest is CallTest {
    function setUp() public override {
        super.setUp();
        prover = new AttributionFaults(settlement, datanets, models);
    }

    function test_everyHonestAttributionHolds() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            for (uint256 i = 0; i < honest(number).attributions.length; ++i) {
                this.holds(number, i);
            }
        }
    }

    /// @dev External, so that each attribution starts with fresh memory.
    function holds(uint256 number, uint256 i) external view {
        Book memory book = honest(number);
        AttributionLeaf memory leaf = book.attributions[i];
        bytes4 stands = AttributionFaults.AttributionHolds.selector;
        refuse(64, _foreign(book, i), stands);
        refuse(66, _one(book, i), stands);
        refuse(67, _call(book, leaf.receipt), stands);
        refuse(71, _call(book, leaf.receipt), leaf.method == 3 ? stands : AttributionFaults.WrongMethod.selector);
        AttributionRun memory there = book.attributionRun(i, 1);
        refuse(65, _missing(book, leaf.receipt, there), IFaultProver.NotAbsent.selector);
        refuse(
            68,
            abi.encode(TooManyAttributionsProof(book.header(), there, there)),
            leaf.method == 3 ? AttributionFaults.WrongMethod.selector : stands
        );
    }

    function test_foreignAttributions() public view {
        Book memory book = honest(2);
        book.attributions[3].receipt = 4;
        convict(64, _foreign(book, 3), book.header());
        ReceiptRun memory none;
        book.attributions[3].receipt = 7;
        convict(64, abi.encode(AttributionForeignProof(book.header(), book.attributionRun(3, 1), none)), book.header());
        book.attributions[3].receipt = 2;
        book.attributions[3].callId = book.receipts[2].callId;
        // The call of a model without a data share.
        convict(64, _foreign(book, 3), book.header());
        refuse(
            64,
            abi.encode(AttributionForeignProof(book.header(), book.attributionRun(3, 1), book.receiptRun(3, 1))),
            CallRuns.OtherReceipt.selector
        );
    }

    function test_missingAttributions() public view {
        for (uint256 i = 0; i < 7; ++i) {
            Book memory book = honest(2);
            bytes32 call = book.receipts[i].callId;
            for (uint256 j = book.attributions.length; j > 0; --j) {
                if (book.attributions[j - 1].callId == call) book.dropAttribution(j - 1);
            }
            bytes memory proof = _missing(book, i, book.attributionAbsence(call));
            if (i == 2) refuse(65, proof, AttributionFaults.NoDataShare.selector);
            else convict(65, proof, book.header());
        }
        Book memory empty = honest(2);
        empty.attributions = new AttributionLeaf[](0);
        convict(65, _missing(empty, 0, empty.attributionRun(0, 0)), empty.header());
    }

    function test_malformedAttributions() public view {
        for (uint256 i = 0; i < 11; ++i) {
            this.malformed(i);
        }
    }

    function malformed(uint256 i) external view {
        for (uint256 lie = 0; lie < 7; ++lie) {
            Book memory book = honest(2);
            AttributionLeaf memory leaf = book.attributions[i];
            if (lie == 0) leaf.method = 0;
            if (lie == 1) leaf.method = 4;
            if (lie == 2) leaf.weight = 0;
            if (lie == 3) leaf.sharePpm = 1_000_001;
            if (lie == 4) leaf.indexHash = leaf.indexHash == 0 ? INDEX : bytes32(0);
            if (lie == 5 && leaf.method == 3) leaf.score = -1;
            if (lie == 6 && leaf.method == 3) leaf.sharePpm = 1;
            if (lie < 5 || leaf.method == 3) convict(66, _one(book, i), book.header());
        }
    }

    function test_weights() public view {
        for (uint256 i = 0; i < 11; ++i) {
            Book memory book = honest(2);
            AttributionLeaf memory leaf = book.attributions[i];
            leaf.weight += 1;
            convict(67, _call(book, leaf.receipt), book.header());
            leaf.weight -= 2;
            convict(67, _call(book, leaf.receipt), book.header());
        }
        Book memory shifted = honest(2);
        // A wei of weight from the citation to an influence: the sum holds, the share does not.
        (shifted.attributions[1].weight, shifted.attributions[2].weight) =
        (shifted.attributions[1].weight + 1, shifted.attributions[2].weight - 1);
        convict(67, _call(shifted, 0), shifted.header());
        shifted = honest(2);
        shifted.attributions[1].sharePpm = 600_001;
        convict(67, _call(shifted, 0), shifted.header());
        shifted = honest(2);
        shifted.attributions[9].method = 2;
        convict(67, _call(shifted, 6), shifted.header());
        CallProof memory part = CallProof(shifted.header(), shifted.attributionRun(0, 2), shifted.receiptRun(0, 1));
        refuse(67, abi.encode(part), CallRuns.CallIncomplete.selector);
        part.call = shifted.attributionRun(4, 3);
        refuse(67, abi.encode(part), CallRuns.CallIncomplete.selector);
    }

    function test_moreThan64Records() public view {
        Book memory book = honest(2);
        AttributionLeaf memory leaf = book.attributions[3];
        book.attributions = new AttributionLeaf[](66);
        for (uint256 i = 0; i < 66; ++i) {
            book.attributions[i] = AttributionLeaf(leaf.callId, leaf.receipt, bytes32(i + 1), 1, 1, 1_000_000, 1, INDEX);
        }
        TooManyAttributionsProof memory proof =
            TooManyAttributionsProof(book.header(), book.attributionRun(0, 1), book.attributionRun(63, 1));
        refuse(68, abi.encode(proof), AttributionFaults.AttributionHolds.selector);
        proof.last = book.attributionRun(64, 1);
        convict(68, abi.encode(proof), book.header());
        (proof.first, proof.last) = (proof.last, proof.first);
        refuse(68, abi.encode(proof), AttributionFaults.AttributionHolds.selector);
        book.attributions[64].method = 3;
        proof = TooManyAttributionsProof(book.header(), book.attributionRun(0, 1), book.attributionRun(64, 1));
        refuse(68, abi.encode(proof), AttributionFaults.WrongMethod.selector);
        book.attributions[64].method = 1;
        book.attributions[64].callId = callId(12);
        proof = TooManyAttributionsProof(book.header(), book.attributionRun(0, 1), book.attributionRun(64, 1));
        refuse(68, abi.encode(proof), AttributionFaults.OtherCall.selector);
    }

    /// Below the first trained record, between two, and above the last.
    function test_untrainedRecords() public view {
        bytes32[3] memory outside = [bytes32(uint256(1)), record(0, 2), record(1, 0)];
        TrainedRun[3] memory around = [trainedRun(0, 1), trainedRun(1, 2), trainedRun(3, 1)];
        for (uint256 i = 0; i < 3; ++i) {
            Book memory book = honest(2);
            book.attributions[3].commitment = outside[i];
            for (uint256 j = 0; j < 3; ++j) {
                if (i == j) convict(69, _untrained(book, 3, around[j]), book.header());
                else refuse(69, _untrained(book, 3, around[j]), IFaultProver.NotAbsent.selector);
            }
        }
    }

    function test_trainedRecordsStand() public view {
        Book memory book = honest(2);
        for (uint256 first = 0; first < 4; ++first) {
            refuse(69, _untrained(book, 3, trainedRun(first, 1)), IFaultProver.NotAbsent.selector);
            if (first == 3) break;
            refuse(69, _untrained(book, 3, trainedRun(first, 2)), IFaultProver.NotAbsent.selector);
        }
        TrainedRun memory run = trainedRun(0, 1);
        run.root = 0;
        refuse(69, _untrained(book, 3, run), RecordRuns.NotTheLog.selector);
        run = trainedRun(0, 1);
        run.depth = 1;
        refuse(69, _untrained(book, 3, run), IFaultProver.NotInTree.selector);
        run = trainedRun(0, 1);
        run.first = 4;
        refuse(69, _untrained(book, 3, run), IFaultProver.NotInTree.selector);
        NotTrainedProof memory proof =
            NotTrainedProof(book.header(), book.attributionRun(3, 1), book.receiptRun(1, 1), new ModelAbsence[](0));
        refuse(69, abi.encode(proof), AttributionFaults.WrongAbsenceCount.selector);
        proof.attribution = book.attributionRun(5, 1);
        refuse(69, abi.encode(proof), AttributionFaults.WrongMethod.selector);
    }

    /// A record of no training version of the model: by the versions, or by the log.
    function test_recordOutsideTheTrainingVersions() public view {
        Book memory book = honest(2);
        NotTrainedProof memory proof =
            NotTrainedProof(book.header(), book.attributionRun(3, 1), book.receiptRun(1, 1), new ModelAbsence[](1));
        proof.models[0].versions = new VersionRun[](1);
        proof.models[0].versions[0] = versionAbsence(0, record(0, 3));
        refuse(69, abi.encode(proof), IFaultProver.NotAbsent.selector);
        book.attributions[3].commitment = record(1, 1);
        proof.epoch = book.header();
        proof.attribution = book.attributionRun(3, 1);
        proof.models[0].versions[0] = versionAbsence(0, record(1, 1));
        convict(69, abi.encode(proof), book.header());
        proof.models[0].versions = new VersionRun[](2);
        refuse(69, abi.encode(proof), AttributionFaults.WrongAbsenceCount.selector);
    }

    function test_citationsOfWhatWasNotRetrieved() public view {
        Book memory book = honest(2);
        refuse(70, _unretrieved(book, 2, versionAbsence(1, record(1, 0))), IFaultProver.NotAbsent.selector);
        for (uint256 i = 0; i < 5; ++i) {
            book.attributions[2].commitment = record(0, i);
            convict(70, _unretrieved(book, 2, versionAbsence(1, record(0, i))), book.header());
        }
        bytes32[2] memory outside = [bytes32(type(uint256).max), bytes32(uint256(record(1, 0)) + 1)];
        for (uint256 i = 0; i < 2; ++i) {
            book.attributions[2].commitment = outside[i];
            convict(70, _unretrieved(book, 2, versionAbsence(1, outside[i])), book.header());
            refuse(70, _unretrieved(book, 2, versionAbsence(0, outside[i])), IFaultProver.NotInTree.selector);
        }
        NotRetrievedProof memory proof =
            NotRetrievedProof(book.header(), book.attributionRun(2, 1), book.receiptRun(0, 1), new VersionRun[](0));
        refuse(70, abi.encode(proof), AttributionFaults.WrongAbsenceCount.selector);
        proof.attribution = book.attributionRun(1, 1);
        refuse(70, abi.encode(proof), AttributionFaults.WrongMethod.selector);
    }

    function test_flat() public view {
        for (uint256 lie = 0; lie < 6; ++lie) {
            Book memory book = honest(2);
            if (lie == 0) book.attributions[8].commitment = datanetIds[0];
            if (lie == 1) (book.attributions[9].weight, book.attributions[10].weight) = (5e17 - 1, 5e17 + 1);
            if (lie == 2) book.attributions[9].method = 2;
            if (lie == 3) book.dropAttribution(10);
            if (lie == 4) book.attributions[9].score = 1;
            if (lie == 5) {
                (book.attributions[9], book.attributions[10]) = (book.attributions[10], book.attributions[9]);
            }
            convict(71, _call(book, lie == 0 ? 5 : 6), book.header());
        }
    }

    /// One leaf shows a Datanet that none of the call's versions belongs to, however many leaves the call has.
    function test_flatOfAForeignDatanet() public view {
        Book memory book = honest(2);
        for (uint256 i = 0; i < 11; ++i) {
            bool flat = book.attributions[i].method == 3;
            bytes4 reason = flat ? AttributionFaults.AttributionHolds.selector : AttributionFaults.WrongMethod.selector;
            refuse(72, _one(book, i), reason);
            if (!flat) continue;
            bytes32 commitment = book.attributions[i].commitment;
            book.attributions[i].commitment = keccak256("no Datanet");
            convict(72, _one(book, i), book.header());
            book.attributions[i].commitment = record(0, 0);
            convict(72, _one(book, i), book.header());
            book.attributions[i].commitment = commitment;
        }
        book.attributions[8].commitment = datanetIds[0];
        convict(72, _one(book, 8), book.header());
    }

    /// No change of a word, and no other neighbours, convict an honest epoch.
    function testFuzz_honestEpochsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        uint256 i = (seed >> 160) % book.attributions.length;
        uint32 receipt = book.attributions[i].receipt;
        neverConvicts(64, mutate(_foreign(book, i), seed), book.header());
        neverConvicts(66, mutate(_one(book, i), seed), book.header());
        neverConvicts(72, mutate(_one(book, i), seed), book.header());
        neverConvicts(67, mutate(_call(book, receipt), seed), book.header());
        neverConvicts(71, mutate(_call(book, receipt), seed), book.header());
        AttributionRun memory any =
            book.attributionRun((seed >> 184) % (book.attributions.length - 1), 1 + (seed >> 176) % 2);
        uint256 call = (seed >> 200) % book.receipts.length;
        neverConvicts(65, _missing(book, call, any), book.header());
        neverConvicts(65, mutate(_missing(book, call, any), seed), book.header());
        neverConvicts(67, abi.encode(CallProof(book.header(), any, book.receiptRun(call, 1))), book.header());
        _neverByRecord(book, i, seed);
    }

    function _neverByRecord(Book memory book, uint256 i, uint256 seed) private view {
        uint256 length = 1 + (seed >> 176) % 2;
        bytes memory proof = _untrained(book, i, trainedRun((seed >> 208) % 3, length));
        neverConvicts(69, proof, book.header());
        neverConvicts(69, mutate(proof, seed), book.header());
        proof = _unretrieved(book, i, versionRun((seed >> 216) % 2, (seed >> 224) % 2, length));
        neverConvicts(70, proof, book.header());
        neverConvicts(70, mutate(proof, seed), book.header());
    }

    function _foreign(Book memory book, uint256 i) private pure returns (bytes memory) {
        ReceiptRun memory receipt = book.receiptRun(book.attributions[i].receipt, 1);
        return abi.encode(AttributionForeignProof(book.header(), book.attributionRun(i, 1), receipt));
    }

    function _one(Book memory book, uint256 i) private pure returns (bytes memory) {
        ReceiptRun memory receipt = book.receiptRun(book.attributions[i].receipt, 1);
        return abi.encode(AttributionProof(book.header(), book.attributionRun(i, 1), receipt));
    }

    function _call(Book memory book, uint256 receipt) private pure returns (bytes memory) {
        AttributionRun memory run = callRun(book, book.receipts[receipt].callId);
        return abi.encode(CallProof(book.header(), run, book.receiptRun(receipt, 1)));
    }

    function _missing(Book memory book, uint256 receipt, AttributionRun memory absent)
        private
        pure
        returns (bytes memory)
    {
        return abi.encode(AttributionMissingProof(book.header(), book.receiptRun(receipt, 1), absent));
    }

    function _untrained(Book memory book, uint256 i, TrainedRun memory log) private pure returns (bytes memory) {
        ModelAbsence[] memory absences = new ModelAbsence[](1);
        absences[0].log = log;
        ReceiptRun memory receipt = book.receiptRun(book.attributions[i].receipt, 1);
        return abi.encode(NotTrainedProof(book.header(), book.attributionRun(i, 1), receipt, absences));
    }

    function _unretrieved(Book memory book, uint256 i, VersionRun memory run) private pure returns (bytes memory) {
        VersionRun[] memory runs = new VersionRun[](1);
        runs[0] = run;
        ReceiptRun memory receipt = book.receiptRun(book.attributions[i].receipt, 1);
        return abi.encode(NotRetrievedProof(book.header(), book.attributionRun(i, 1), receipt, runs));
    }
}
