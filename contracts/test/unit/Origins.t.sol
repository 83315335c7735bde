// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Origins } from "../../src/Origins.sol";
import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { IOrigins } from "../../src/interfaces/IOrigins.sol";
import { CallMoney } from "../../src/libraries/CallMoney.sol";
import { CallRuns } from "../../src/libraries/CallRuns.sol";
import { RecordRuns } from "../../src/libraries/RecordRuns.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { AttributionLeaf, TrainedRecordLeaf } from "../../src/types/Leaves.sol";
import { RecordOrigin, SignedRun } from "../../src/types/OriginProofs.sol";
import { Receipt } from "../../src/types/Receipt.sol";
import { VersionRun } from "../../src/types/Runs.sol";
import { Book } from "../faults/Book.sol";
import { CallTest } from "../faults/CallTest.sol";
import { vm } from "../support/Vm.sol";

/// What stands behind the leaves of two honest epochs, and that nothing stands behind a lie.
contract OriginsTest is CallTest {
    using CallMoney for Receipt;

    Origins private origins;

    function setUp() public override {
        super.setUp();
        origins = Origins(challenges.origins());
        vm.prank(stranger);
        token.approve(address(challenges), type(uint256).max);
    }

    // ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────

    function signatureOf(uint256 key, Receipt memory receipt) private view returns (bytes memory) {
        (, bytes32 digest) = settlement.hashReceipt(receipt);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function signedRun(Book memory book, uint256 first, uint256 length) private view returns (SignedRun memory run) {
        run.receipts = book.receiptRun(first, length);
        run.signatures = new bytes[](length);
        for (uint256 i = 0; i < length; ++i) {
            run.signatures[i] = signatureOf(OPERATOR_KEY, book.receipts[first + i]);
        }
    }

    function originOf(Book memory book, uint256 index) private view returns (RecordOrigin memory origin) {
        AttributionLeaf memory entry = book.attributions[index];
        origin.attribution = book.attributionRun(index, 1);
        if (entry.method == 3) return origin;
        Receipt memory receipt = book.receipts[entry.receipt];
        origin.receipt = book.receiptRun(entry.receipt, 1);
        origin.place = placeOf(receipt, entry.commitment);
        bytes32[] memory roots = receipt.retrievedVersions;
        if (entry.method == 1) {
            while (models.modelOf(receipt.components[origin.component].modelId).indexHash != INDEX) ++origin.component;
            roots = models.modelOf(receipt.components[origin.component].modelId).trainingVersions;
            TrainedRecordLeaf[] memory log = trainedRecords();
            uint256 place = 0;
            while (place + 1 < log.length && log[place].commitment != entry.commitment) ++place;
            origin.log = trainedRun(place, 1);
        }
        for (uint32 i = 0; i < roots.length; ++i) {
            (bool there, uint256 index_) = find(versionOf(roots[i]), entry.commitment);
            if (!there) continue;
            (origin.version, origin.held) = (i, versionRun(versionOf(roots[i]), index_, 1));
        }
    }

    function show(Book memory book, RecordOrigin memory origin) private view returns (uint256) {
        return origins.requireOrigin(book.header(), abi.encode(origin));
    }

    /// @dev The call reverts with this error, whatever its parameters.
    function refused(bytes memory call, bytes4 selector) private view {
        (bool passed, bytes memory reason) = address(origins).staticcall(call);
        vm.assertFalse(passed);
        vm.assertEq(bytes32(bytes4(reason)), bytes32(selector));
    }

    function refusedOrigin(Book memory book, RecordOrigin memory origin, bytes4 selector) private view {
        refused(abi.encodeCall(IOrigins.requireOrigin, (book.header(), abi.encode(origin))), selector);
    }

    function refusedRun(Book memory book, SignedRun memory run, bytes4 selector) private view {
        refused(abi.encodeCall(IOrigins.requireSigned, (book.header(), abi.encode(run))), selector);
    }

    // ── records ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_everyHonestRecordIsShown() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            for (uint256 i = 0; i < honest(number).attributions.length; ++i) {
                this.isShown(number, i);
            }
        }
    }

    /// @dev External, so that each attribution starts with fresh memory.
    function isShown(uint256 number, uint256 i) external view {
        Book memory book = honest(number);
        vm.assertEq(show(book, originOf(book, i)), i);
    }

    function test_demandedAndAnswered() public {
        Book memory book = honest(2);
        Epoch memory epoch = book.header();
        uint256 before = token.balanceOf(maker);
        for (uint32 i = 0; i < book.attributions.length; ++i) {
            vm.prank(stranger);
            challenges.demand(epoch, IDataDemands.Tree.Records, i);
            bytes memory origin = abi.encode(originOf(book, i));
            if (i > 0) {
                bytes memory other = abi.encode(originOf(book, i - 1));
                vm.expectRevert(abi.encodeWithSelector(IDataDemands.WrongChunk.selector, i - 1, 1));
                challenges.answer(epoch, IDataDemands.Tree.Records, i, other);
            }
            vm.prank(maker);
            challenges.answer(epoch, IDataDemands.Tree.Records, i, origin);
        }
        uint256 paid = challenges.leavesPaid(epoch, IDataDemands.Tree.Records, 0) * PRICE_PER_LEAF;
        vm.assertEq(token.balanceOf(maker) - before, book.attributions.length * paid);
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, IDataDemands.Tree.Records, 11));
        challenges.demand(epoch, IDataDemands.Tree.Records, 11);
    }

    /// A record of the version that the log does not show, one of no version, one of a version that was not retrieved.
    function test_whatIsNowhereCannotBeShown() public view {
        Book memory book = honest(2);
        book.attributions[3].commitment = record(0, 2);
        RecordOrigin memory origin = originOf(book, 3);
        for (uint256 i = 0; i < 4; ++i) {
            origin.log = trainedRun(i, 1);
            refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        }
        origin.log = trainedRun(1, 2);
        refusedOrigin(book, origin, IFaultProver.WrongRunLength.selector);
        origin.log = trainedRun(1, 1);
        origin.log.root = 0;
        refusedOrigin(book, origin, RecordRuns.NotTheLog.selector);

        book = honest(2);
        book.attributions[2].commitment = "nobody's";
        origin = originOf(book, 2);
        for (uint256 i = 0; i < 3; ++i) {
            origin.held = versionRun(1, i, 1);
            refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        }
        // Held by the version that the model was trained on, but the call did not retrieve from that.
        book.attributions[2].commitment = record(0, 0);
        origin = originOf(book, 2);
        origin.held = versionRun(0, 0, 1);
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        origin.version = 1;
        refusedOrigin(book, origin, RecordRuns.NoSuchVersion.selector);
    }

    function test_influenceIsOfAModelThatWasTrained() public view {
        Book memory book = honest(2);
        // An ensemble of a trained model and one without data.
        RecordOrigin memory origin = originOf(book, 3);
        vm.assertEq(origin.component, 0);
        origin.component = 1;
        refusedOrigin(book, origin, IOrigins.NotTheModel.selector);
        origin.component = 2;
        refusedOrigin(book, origin, IOrigins.NotTheModel.selector);
        origin.component = 0;
        origin.version = 1;
        refusedOrigin(book, origin, RecordRuns.NoSuchVersion.selector);
        book.attributions[3].indexHash = "another";
        origin.version = 0;
        origin.attribution = book.attributionRun(3, 1);
        refusedOrigin(book, origin, IOrigins.NotTheModel.selector);
        book.attributions[3].indexHash = INDEX;
        book.attributions[3].method = 4;
        origin.attribution = book.attributionRun(3, 1);
        refusedOrigin(book, origin, IOrigins.UnknownMethod.selector);
    }

    /// The place is the first of the call's versions that holds the record: by it the contributor is paid.
    function test_thePlaceIsShownToo() public view {
        Book memory book = honest(2);
        RecordOrigin memory origin = originOf(book, 2);
        vm.assertEq(origin.place.absent.length, 1);
        origin.place.absent[0] = versionRun(0, 0, 2);
        refusedOrigin(book, origin, IFaultProver.NotAbsent.selector);
        origin.place.absent = new VersionRun[](0);
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        origin.place.absent = new VersionRun[](2);
        refusedOrigin(book, origin, RecordRuns.NoSuchVersion.selector);
        origin = originOf(book, 2);
        origin.place.present = versionRun(1, 1, 1);
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        origin.place.present = versionRun(1, 0, 1);
        origin.place.present.leaves[0].contributor = stranger;
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
    }

    function test_leavesOfTheEpochAlone() public view {
        Book memory book = honest(2);
        RecordOrigin memory origin = originOf(book, 3);
        // The leaf is the book's own in memory.
        origin.attribution.leaves[0].weight -= 1;
        book = honest(2);
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        origin = originOf(book, 3);
        origin.receipt = book.receiptRun(0, 1);
        refusedOrigin(book, origin, CallRuns.OtherReceipt.selector);
        origin = originOf(honest(1), 0);
        refusedOrigin(book, origin, IFaultProver.NotInTree.selector);
        origin.attribution = book.attributionRun(0, 2);
        refusedOrigin(book, origin, IFaultProver.WrongRunLength.selector);
    }

    /// However an honest answer is changed, it does not show a record that is nowhere.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_aLieIsNeverShown(uint256 leaf, uint256 seed, uint256 lie) public view {
        Book memory book = honest(2);
        leaf = leaf % 10;
        if (book.attributions[leaf].method == 3) return;
        RecordOrigin memory origin = originOf(book, leaf);
        AttributionLeaf memory entry = book.attributions[leaf];
        if (lie % 3 == 0) entry.commitment = bytes32(lie);
        else if (lie % 3 == 1) entry.commitment = entry.method == 1 ? record(0, 2) : record(0, 4);
        else (entry.method, entry.indexHash) = entry.method == 1 ? (2, bytes32(0)) : (1, INDEX);
        if (entry.method == 2 && _retrieved(book.receipts[entry.receipt], entry.commitment)) return;
        if (entry.method == 1 && _trained(entry.commitment)) return;
        origin.attribution = book.attributionRun(leaf, 1);
        bytes memory encoded = mutate(abi.encode(origin), seed);
        (bool shown,) = address(origins).staticcall(abi.encodeCall(IOrigins.requireOrigin, (book.header(), encoded)));
        vm.assertFalse(shown);
    }

    function _retrieved(Receipt memory receipt, bytes32 commitment) private view returns (bool there) {
        for (uint256 i = 0; i < receipt.retrievedVersions.length && !there; ++i) {
            (there,) = find(versionOf(receipt.retrievedVersions[i]), commitment);
        }
    }

    function _trained(bytes32 commitment) private pure returns (bool there) {
        TrainedRecordLeaf[] memory log = trainedRecords();
        for (uint256 i = 0; i < log.length && !there; ++i) {
            there = log[i].commitment == commitment;
        }
    }

    // ── signatures ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_signaturesOfEveryRun() public view {
        Book memory book = honest(2);
        for (uint256 first = 0; first < 7; ++first) {
            (uint256 start, uint256 length) =
                origins.requireSigned(book.header(), abi.encode(signedRun(book, first, 7 - first)));
            vm.assertEq(start, first);
            vm.assertEq(length, 7 - first);
        }
    }

    function test_signaturesAreDemandedAndAnswered() public {
        Book memory book = honest(2);
        Epoch memory epoch = book.header();
        IDataDemands.Tree tree = IDataDemands.Tree.Signatures;
        vm.prank(stranger);
        challenges.demand(epoch, tree, 0);
        bytes memory short = abi.encode(signedRun(book, 0, 6));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.WrongChunk.selector, 0, 6));
        challenges.answer(epoch, tree, 0, short);
        bytes memory whole = abi.encode(signedRun(book, 0, 7));
        vm.prank(maker);
        challenges.answer(epoch, tree, 0, whole);
        vm.assertTrue(challenges.demandOf(maker, settlement.postOf(maker, 2), tree, 0).answered);
        vm.assertEq(challenges.chunkSizeOf(tree), challenges.chunkSizeOf(IDataDemands.Tree.Receipts));
        vm.expectRevert(abi.encodeWithSelector(IDataDemands.NoSuchChunk.selector, tree, 1));
        challenges.demand(epoch, tree, 1);
    }

    function test_onlyTheOperatorsSignatures() public view {
        Book memory book = honest(2);
        SignedRun memory run = signedRun(book, 0, 7);
        bytes memory own = run.signatures[3];
        bytes[5] memory others = [
            signatureOf(STRANGER_KEY, book.receipts[3]),
            malleate(own),
            run.signatures[2],
            hex"",
            abi.encodePacked(own, hex"00")
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            run.signatures[3] = others[i];
            refusedRun(book, run, IOrigins.NotSigned.selector);
        }
        run.signatures[3] = own;
        run.signatures = new bytes[](6);
        refusedRun(book, run, IOrigins.WrongSignatureCount.selector);
        run = signedRun(book, 0, 7);
        run.receipts.leaves[0].time -= 1;
        run.signatures[0] = signatureOf(OPERATOR_KEY, run.receipts.leaves[0]);
        refusedRun(honest(2), run, IFaultProver.NotInTree.selector);
    }

    // ── silence ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_silenceVoids() public {
        Epoch memory epoch = honest(2).header();
        vm.prank(stranger);
        challenges.demand(epoch, IDataDemands.Tree.Records, 4);
        uint32 post = settlement.postOf(maker, 2);
        uint256 before = token.balanceOf(stranger);
        uint128 locked = vault.bondOf(maker).locked;
        vm.warp(block.timestamp + ANSWER_WINDOW + 1);
        challenges.resolve(maker, 2, post, IDataDemands.Tree.Records, 4);
        vm.assertEq(settlement.epochCount(maker), 1);
        vm.assertGt(token.balanceOf(stranger), before, "paid");
        vm.assertLt(vault.bondOf(maker).locked, locked);
    }
}
