// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDataDemands } from "../../src/interfaces/IDataDemands.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainRange } from "../../src/libraries/PlainRange.sol";
import { ReceiptHash } from "../../src/libraries/ReceiptHash.sol";
import { SumNode } from "../../src/libraries/SumTree.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { AttributionLeaf, PayoutLeaf, TrainedRecordLeaf, VersionLeaf } from "../../src/types/Leaves.sol";
import { RecordOrigin, SignedRun } from "../../src/types/OriginProofs.sol";
import { Component, Receipt } from "../../src/types/Receipt.sol";
import { AttributionRun, PayoutRun, ReceiptRun, TrainedRun, VersionRun } from "../../src/types/Runs.sol";
import { Split } from "../../src/types/Split.sol";
import { TestTrees } from "../faults/TestTrees.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// What it costs to answer demands: whole transactions, kept in `snapshots/`. One leaf's price has to pay about as much of
/// each.
contract DemandsGasTest is Fixture {
    uint256 private constant OPERATOR_KEY = 0xB1;
    uint32 private constant LEAVES = 1 << 17;
    address private immutable maker = vm.addr(OPERATOR_KEY);
    bytes32 private modelId;
    VersionRun private held;
    TrainedRun private log;

    function setUp() public override {
        super.setUp();
        vault.deposit(maker, 10_000 ether);
        vm.prank(stranger);
        token.approve(address(challenges), type(uint256).max);
        _registerModel();
    }

    /// @dev Siblings from a leaf of a tree of 131,072 up.
    function _siblings() private pure returns (bytes32[] memory list) {
        list = new bytes32[](17);
        for (uint256 i = 0; i < 17; ++i) {
            list[i] = keccak256(abi.encode("sibling", i));
        }
    }

    function _root(bytes32 leaf) private pure returns (bytes32 root) {
        bytes32[] memory nodes = new bytes32[](1);
        nodes[0] = leaf;
        (root,) = PlainRange.rootInPlace(nodes, 0, 17, _siblings());
    }

    function _registerModel() private {
        bytes32 datanetId = createDatanet();
        held.leaves.push(VersionLeaf(keccak256("record"), contributor));
        held.siblings = _siblings();
        bytes32 version = _root(LeafHash.version(keccak256("record"), contributor));
        vm.startPrank(datanetOwner);
        datanets.publishVersion(datanetId, version, LEAVES, keccak256("data"), bytes32(0));
        datanets.grantAccess(datanetId, developer, keccak256("terms"), START + 365 days, 0, 0, 0);
        vm.stopPrank();
        (log.head, log.depth) = (keccak256("head"), 17);
        log.leaves.push(TrainedRecordLeaf(keccak256("record"), 3));
        log.siblings = _siblings();
        log.root = _root(LeafHash.trainedRecord(keccak256("record"), 3));
        IModelRegistry.ModelParams memory params;
        params.name = "trained";
        params.baseHash = keccak256("base");
        params.manifestHash = keccak256("manifest");
        params.adapterHash = keccak256("adapter");
        params.indexHash = keccak256("index");
        params.logRoot = keccak256(abi.encode(log.head, log.root));
        (params.inputPrice, params.outputPrice) = (1e15, 3e15);
        params.split = Split(200, 800, 2000, 2000, 5000);
        params.trainingVersions = new bytes32[](1);
        params.trainingVersions[0] = version;
        vm.prank(developer);
        modelId = models.register(params);
    }

    // ── an epoch of 16 receipts, 131,072 attributions and 256 payouts ─────────────────────────────────────────────

    function _receipts() private view returns (ReceiptRun memory run) {
        run.leaves = new Receipt[](16);
        for (uint256 i = 0; i < 16; ++i) {
            Receipt memory receipt = run.leaves[i];
            receipt.callId = keccak256(abi.encode("call", i));
            receipt.channelId = keccak256("channel");
            receipt.sequence = uint64(i + 1);
            (receipt.cumulativeBefore, receipt.cumulativeAfter) = (uint128(i) * 1 ether, uint128(i + 1) * 1 ether);
            receipt.components = new Component[](1);
            receipt.components[0] = Component(modelId, 1_000_000, 1);
            (receipt.requestHash, receipt.responseHash) = (keccak256("request"), keccak256("response"));
            (receipt.inputTokens, receipt.outputTokens, receipt.fee) = (311, 57, 1 ether);
            receipt.time = START;
        }
    }

    function _receiptNodes() private view returns (SumNode[] memory nodes) {
        Receipt[] memory list = _receipts().leaves;
        nodes = new SumNode[](16);
        for (uint256 i = 0; i < 16; ++i) {
            nodes[i] = SumNode(ReceiptHash.hash(list[i]), 1 ether);
        }
    }

    function _payouts() private pure returns (PayoutRun memory run) {
        run.leaves = new PayoutLeaf[](256);
        for (uint256 i = 0; i < 256; ++i) {
            run.leaves[i] = PayoutLeaf(address(uint160(uint256(keccak256(abi.encode(i))))), 0.0625 ether);
        }
    }

    function _payoutNodes() private pure returns (SumNode[] memory nodes) {
        PayoutLeaf[] memory list = _payouts().leaves;
        nodes = new SumNode[](256);
        for (uint256 i = 0; i < 256; ++i) {
            nodes[i] = SumNode(LeafHash.payout(list[i].account, list[i].cumulative), list[i].cumulative);
        }
    }

    function _attribution() private pure returns (AttributionRun memory run) {
        run.leaves = new AttributionLeaf[](1);
        run.leaves[0] = AttributionLeaf(
            keccak256(abi.encode("call", 3)), 3, keccak256("record"), 1, 5_123_456, 1_000_000, 1e18, keccak256("index")
        );
        run.siblings = _siblings();
    }

    function _top(SumNode[] memory nodes) private pure returns (SumNode memory) {
        SumNode[][] memory layers = TestTrees.sumLayers(nodes);
        return layers[layers.length - 1][0];
    }

    function _post() private returns (Epoch memory epoch) {
        fund(maker, 16 ether);
        Payee[] memory list = new Payee[](1);
        list[0] = Payee(contributor, 16 ether);
        epoch = nextEpoch(maker, list, 0, 0);
        SumNode memory receipts = _top(_receiptNodes());
        epoch.receipts = SumRoot(receipts.hash, receipts.sum, 16);
        SumNode memory payouts = _top(_payoutNodes());
        epoch.payouts = SumRoot(payouts.hash, payouts.sum, 256);
        AttributionLeaf memory a = _attribution().leaves[0];
        epoch.attributions = Root(
            _root(
                LeafHash.attribution(
                    a.callId, a.receipt, a.commitment, a.method, a.score, a.sharePpm, a.weight, a.indexHash
                )
            ),
            LEAVES
        );
        post(epoch);
    }

    /// @dev A transaction's gas beside its execution: 21,000, and 4 for each zero byte and 16 for each other of its input.
    function _intrinsic(bytes memory input) private pure returns (uint256 gas_) {
        gas_ = 21_000;
        for (uint256 i = 0; i < input.length; ++i) {
            gas_ += input[i] == 0 ? 4 : 16;
        }
    }

    function _answer(Epoch memory epoch, IDataDemands.Tree tree, bytes memory run, string memory name)
        private
        returns (uint256 perLeaf)
    {
        vm.prank(stranger);
        challenges.demand(epoch, tree, 0);
        bytes memory input = abi.encodeCall(IDataDemands.answer, (epoch, tree, 0, run));
        uint256 gas_ = _intrinsic(input);
        vm.prank(maker);
        uint256 before = gasleft();
        (bool passed,) = address(challenges).call(input);
        gas_ += before - gasleft();
        vm.assertTrue(passed);
        vm.snapshotValue("Demands", name, gas_);
        return gas_ / challenges.leavesPaid(epoch, tree, 0);
    }

    function test_aLeafsPricePaysAsMuchOfEveryAnswer() public {
        Epoch memory epoch = _post();
        uint256[4] memory perLeaf;
        perLeaf[0] = _answer(epoch, IDataDemands.Tree.Payouts, abi.encode(_payouts()), "answer of 256 payouts");
        ReceiptRun memory receipts = _receipts();
        perLeaf[1] = _answer(epoch, IDataDemands.Tree.Receipts, abi.encode(receipts), "answer of 16 receipts");
        SignedRun memory signed = SignedRun(receipts, new bytes[](16));
        for (uint256 i = 0; i < 16; ++i) {
            (, bytes32 digest) = settlement.hashReceipt(receipts.leaves[i]);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(OPERATOR_KEY, digest);
            signed.signatures[i] = abi.encodePacked(r, s, v);
        }
        perLeaf[2] = _answer(epoch, IDataDemands.Tree.Signatures, abi.encode(signed), "answer of 16 signatures");
        RecordOrigin memory origin;
        origin.attribution = _attribution();
        origin.receipt = ReceiptRun(3, new Receipt[](1), TestTrees.siblingsOf(_receiptNodes(), 3, 1));
        origin.receipt.leaves[0] = receipts.leaves[3];
        (origin.held, origin.place.present, origin.log) = (held, held, log);
        perLeaf[3] = _answer(epoch, IDataDemands.Tree.Records, abi.encode(origin), "answer of a record, depth 17");
        for (uint256 i = 1; i < 4; ++i) {
            vm.assertLe(perLeaf[i], perLeaf[0] * 11 / 10, "underpaid");
            vm.assertGe(perLeaf[i], perLeaf[0] * 7 / 10, "overpaid");
        }
    }
}
