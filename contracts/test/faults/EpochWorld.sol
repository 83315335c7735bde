// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { AttributionLeaf, TrainedRecordLeaf, VersionLeaf } from "../../src/types/Leaves.sol";
import { Component, Receipt } from "../../src/types/Receipt.sol";
import { Royalty } from "../../src/types/Royalty.sol";
import { TrainedRun, VersionRun } from "../../src/types/Runs.sol";
import { Split } from "../../src/types/Split.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { Derive, World } from "./Derive.sol";
import { TestTrees } from "./TestTrees.sol";

/// @notice Two honest epochs of one operator, posted on a real deployment: two Datanets, four models (trained, retrieving,
/// both, neither) that pay royalties, two channels, twelve calls by influence, citation, both, flat, ensembles and none.
/// Between the calls of the two epochs models, Datanets and curators change and a record is disputed; after them again.
abstract contract EpochWorld is Fixture {
    uint256 internal constant OPERATOR_KEY = 0xB1;
    address internal immutable maker = vm.addr(OPERATOR_KEY);
    address internal constant secondDeveloper = address(0xDE8);
    address internal constant secondOwner = address(0xDA7B);
    address internal constant secondTreasury = address(0x7E46);
    bytes32 internal constant LOG_HEAD = keccak256("log head");
    bytes32 internal constant INDEX = keccak256("index");
    uint64 internal constant CALLED_AT = START + 1 hours;
    uint64 internal constant CHANGED_AT = CALLED_AT + 10 minutes;
    uint64 internal constant CALLED_AGAIN_AT = CALLED_AT + 20 minutes;
    address internal constant heir = address(0x4E14);
    address internal constant buyer = address(0xB0447);

    /// Lower and higher channel.
    bytes32[2] internal channelIds;
    /// Versions: five records of the first Datanet, three of the second.
    bytes32[2] internal versionRoots;
    bytes32[2] internal datanetIds;
    /// Trained; retrieving from the second version; no data; trained on and retrieving from the first version.
    bytes32[4] internal modelIds;
    /// Honest epochs 1 and 2, encoded.
    bytes[2] private _books;

    function setUp() public virtual override {
        super.setUp();
        vault.deposit(maker, 10_000 ether);
        _registerDatanets();
        _registerModels();
        _openChannels();
        vm.warp(CHANGED_AT);
        _changeHands(datanetOwner, developer, [uint16(999), 2501]);
        vm.warp(CALLED_AT + 1 hours);
        _changeHands(heir, buyer, [uint16(1), 9999]);
        Book memory none;
        Book memory first = Derive.book(world(), none, 1, _firstReceipts(), _firstAttributions());
        _collectAndPost(first);
        _books[0] = abi.encode(first);
        vm.warp(CALLED_AT + 2 hours);
        Book memory second = Derive.book(world(), first, 2, _secondReceipts(first), _secondAttributions());
        _collectAndPost(second);
        _books[1] = abi.encode(second);
    }

    function honest(uint256 number) internal view returns (Book memory) {
        return abi.decode(_books[number - 1], (Book));
    }

    function world() internal view returns (World memory) {
        return World(maker, models, datanets, staking, records(0), records(1), versionRoots);
    }

    // ── records ───────────────────────────────────────────────────────────────────────────────────────────────────

    function record(uint256 version, uint256 index) internal pure returns (bytes32) {
        return bytes32((version * 16 + index + 1) << 248 | uint256(keccak256(abi.encode(version, index))) >> 8);
    }

    function contributorOf(uint256 version, uint256 index) internal pure returns (address) {
        return address(uint160(0xC0 + (version + index) % 3));
    }

    /// @dev The records of a version, ascending.
    function records(uint256 version) internal pure returns (VersionLeaf[] memory list) {
        list = new VersionLeaf[](version == 0 ? 5 : 3);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = VersionLeaf(record(version, i), contributorOf(version, i));
        }
    }

    /// @dev What the training log shows: the first version without its third record.
    function trainedRecords() internal pure returns (TrainedRecordLeaf[] memory list) {
        list = new TrainedRecordLeaf[](4);
        for (uint256 i = 0; i < 4; ++i) {
            list[i] = TrainedRecordLeaf(record(0, i < 2 ? i : i + 1), uint32(i + 1));
        }
    }

    function versionNodes(uint256 version) internal pure returns (bytes32[] memory nodes) {
        VersionLeaf[] memory list = records(version);
        nodes = new bytes32[](list.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = LeafHash.version(list[i].commitment, list[i].contributor);
        }
    }

    function trainedNodes() internal pure returns (bytes32[] memory nodes) {
        TrainedRecordLeaf[] memory list = trainedRecords();
        nodes = new bytes32[](list.length);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = LeafHash.trainedRecord(list[i].commitment, list[i].uses);
        }
    }

    /// @dev Neighbours of a version.
    function versionRun(uint256 version, uint256 first, uint256 length) internal pure returns (VersionRun memory run) {
        bytes32[] memory siblings = TestTrees.siblingsOf(versionNodes(version), first, length);
        run = VersionRun(uint32(first), new VersionLeaf[](length), siblings);
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = records(version)[first + i];
        }
    }

    /// @dev Neighbours in the training log.
    function trainedRun(uint256 first, uint256 length) internal pure returns (TrainedRun memory run) {
        bytes32[] memory siblings = TestTrees.siblingsOf(trainedNodes(), first, length);
        bytes32 root = TestTrees.rootOf(trainedNodes());
        run = TrainedRun(LOG_HEAD, root, 2, uint32(first), new TrainedRecordLeaf[](length), siblings);
        for (uint256 i = 0; i < length; ++i) {
            run.leaves[i] = trainedRecords()[first + i];
        }
    }

    // ── registries ────────────────────────────────────────────────────────────────────────────────────────────────

    function _registerDatanets() private {
        datanetIds[0] = createDatanet();
        vm.startPrank(datanetOwner);
        _setCurators([uint16(2501), 999]);
        vm.stopPrank();
        vm.prank(secondOwner);
        datanetIds[1] = datanets.create("loinc", secondTreasury, 555, keccak256("terms"), keccak256("metadata"));
        for (uint256 i = 0; i < 2; ++i) {
            versionRoots[i] = TestTrees.rootOf(versionNodes(i));
            address[2] memory owners = [datanetOwner, secondOwner];
            vm.startPrank(owners[i]);
            datanets.publishVersion(
                datanetIds[i], versionRoots[i], uint32(records(i).length), keccak256("data"), bytes32(0)
            );
            datanets.grantAccess(datanetIds[i], developer, keccak256("terms"), START + 365 days, 0, 0, 0);
            datanets.grantAccess(datanetIds[i], secondDeveloper, keccak256("terms"), START + 365 days, 0, 0, 0);
            vm.stopPrank();
        }
    }

    /// @dev The first Datanet gets other curators, then a new owner; the base and the trained model go from `seller` to
    /// another owner. The first time a record is disputed too.
    function _changeHands(address datanetOwner_, address seller, uint16[2] memory bps) private {
        address next = datanetOwner_ == heir ? stranger : heir;
        vm.startPrank(datanetOwner_);
        _setCurators(bps);
        datanets.transferFrom(datanetOwner_, next, uint256(datanetIds[0]));
        vm.stopPrank();
        vm.startPrank(seller);
        models.transferFrom(seller, seller == buyer ? heir : buyer, uint256(modelIds[2]));
        models.transferFrom(seller, seller == buyer ? heir : buyer, uint256(modelIds[0]));
        vm.stopPrank();
        if (seller == buyer) return;
        RecordDisputes disputes = RecordDisputes(datanets.disputes());
        token.approve(address(disputes), DISPUTE_STAKE);
        disputes.open(datanetIds[0], contributorOf(0, 1), record(0, 1), keccak256("copied"));
    }

    function _setCurators(uint16[2] memory bps) private {
        Curator[] memory list = new Curator[](2);
        for (uint256 i = 0; i < 2; ++i) {
            list[i] = Curator(address(uint160(0xCA0 + i)), bps[i]);
        }
        datanets.setCurators(datanetIds[0], list);
    }

    function _registerModels() private {
        IModelRegistry.ModelParams memory params;
        params.baseHash = keccak256("base");
        params.manifestHash = keccak256("manifest");
        params.inputPrice = 1e15 + 1;
        params.outputPrice = 3e15 + 7;
        params.name = "base";
        params.split = Split(200, 1800, 6000, 2000, 0);
        modelIds[2] = _register(developer, params);
        params.name = "retrieving";
        params.split = Split(300, 1700, 3001, 1999, 3000);
        params.retrievalVersions = _list(versionRoots[1]);
        modelIds[1] = _register(secondDeveloper, params);
        params.name = "trained";
        params.adapterHash = keccak256("adapter");
        params.logRoot = keccak256(abi.encode(LOG_HEAD, TestTrees.rootOf(trainedNodes())));
        params.indexHash = INDEX;
        params.split = Split(200, 800, 2000, 2000, 5000);
        params.trainingVersions = _list(versionRoots[0]);
        params.parents = _parents(modelIds[2], 1001);
        modelIds[0] = _register(developer, params);
        params.name = "trained and retrieving the same";
        params.retrievalVersions = _list(versionRoots[0]);
        params.parents = _parents(modelIds[0], 2999);
        modelIds[3] = _register(secondDeveloper, params);
    }

    function _parents(bytes32 parent, uint16 bps) private pure returns (Royalty[] memory list) {
        list = new Royalty[](1);
        list[0] = Royalty(parent, bps);
    }

    function _register(address by, IModelRegistry.ModelParams memory params) private returns (bytes32) {
        vm.prank(by);
        return models.register(params);
    }

    function _list(bytes32 root) private pure returns (bytes32[] memory list) {
        list = new bytes32[](1);
        list[0] = root;
    }

    function _openChannels() private {
        vm.prank(payer);
        bytes32 one = escrow.openChannel(maker, payer, 0, 0, 1000 ether);
        vm.prank(stranger);
        bytes32 other = escrow.openChannel(maker, stranger, 0, 0, 1000 ether);
        channelIds = one < other ? [one, other] : [other, one];
    }

    // ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev An ascending callId, so that call 3's attributions stand between those of calls 2 and 4.
    function callId(uint256 call) internal pure returns (bytes32) {
        return bytes32((call + 1) << 248 | uint256(keccak256(abi.encode("call", call))) >> 8);
    }

    function component(uint256 model, uint32 scale) internal view returns (Component memory) {
        return Component(modelIds[model], scale, 1);
    }

    /// @dev A receipt without its place in the channel; `second` 99: one component; `retrieved` 9: nothing retrieved.
    function _receipt(uint256 call, uint256 model, uint256 second, uint256 retrieved)
        private
        view
        returns (Receipt memory receipt)
    {
        receipt.callId = callId(call);
        receipt.components = new Component[](second == 99 ? 1 : 2);
        receipt.components[0] = component(model, second == 99 ? 1_000_000 : 600_000);
        if (second != 99) receipt.components[1] = component(second, 400_001);
        receipt.retrievedVersions = retrieved == 9 ? new bytes32[](0) : _list(versionRoots[retrieved]);
        receipt.requestHash = keccak256("request");
        receipt.responseHash = keccak256("response");
        receipt.inputTokens = uint32(101 + call);
        receipt.outputTokens = uint32(37 + 3 * call);
        receipt.time = CALLED_AT;
    }

    function _firstReceipts() private view returns (Receipt[] memory list) {
        list = new Receipt[](5);
        list[0] = _receipt(0, 0, 99, 1);
        list[1] = _receipt(1, 1, 99, 1);
        list[2] = _receipt(2, 0, 99, 9);
        list[3] = _receipt(3, 2, 99, 9);
        list[4] = _receipt(4, 0, 99, 1);
        Derive.chain(world(), list, channelIds, 3, [uint64(0), 0], [uint128(0), 0]);
    }

    function _secondReceipts(Book memory first) private view returns (Receipt[] memory list) {
        list = new Receipt[](7);
        list[0] = _receipt(5, 0, 99, 1);
        list[1] = _receipt(6, 0, 2, 9);
        list[2] = _receipt(7, 2, 99, 9);
        list[3] = _receipt(8, 0, 1, 1);
        list[4] = _receipt(9, 3, 99, 0);
        list[5] = _receipt(10, 1, 99, 9);
        list[6] = _receipt(11, 0, 99, 1);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i].time = CALLED_AGAIN_AT;
        }
        uint128[2] memory before = [first.receipts[2].cumulativeAfter, first.receipts[4].cumulativeAfter];
        Derive.chain(world(), list, channelIds, 4, [uint64(3), 2], before);
    }

    /// @dev Calls 0 (both methods), 1 (citation), 2 (flat over one Datanet), 4 (influence); call 3 has no data share.
    function _firstAttributions() private view returns (AttributionLeaf[] memory list) {
        list = new AttributionLeaf[](5);
        list[0] = AttributionLeaf(callId(0), 0, record(0, 0), 1, 500, 600_000, 6e17, INDEX);
        list[1] = AttributionLeaf(callId(0), 0, record(1, 0), 2, 400, 600_000, 4e17, 0);
        list[2] = AttributionLeaf(callId(1), 1, record(1, 1), 2, 400, 0, 1e18, 0);
        list[3] = AttributionLeaf(callId(2), 2, datanetIds[0], 3, 0, 0, 1e18, 0);
        list[4] = AttributionLeaf(callId(4), 4, record(0, 4), 1, 900, 1_000_000, 1e18, INDEX);
    }

    /// @dev Calls 5 (three records), 6 (ensemble), 8 (ensemble of two developers), 9 (one record by both methods), 10 (flat
    /// over retrieval versions), 11 (flat over both Datanets); call 7 has no data share.
    function _secondAttributions() private view returns (AttributionLeaf[] memory list) {
        list = new AttributionLeaf[](11);
        list[0] = AttributionLeaf(callId(5), 0, record(0, 0), 1, 500, 600_000, 250000000000000003, INDEX);
        list[1] = AttributionLeaf(callId(5), 0, record(0, 1), 1, 700, 600_000, 349999999999999997, INDEX);
        list[2] = AttributionLeaf(callId(5), 0, record(1, 0), 2, -3, 600_000, 4e17, 0);
        list[3] = AttributionLeaf(callId(6), 1, record(0, 3), 1, 500, 1_000_000, 1e18, INDEX);
        list[4] = AttributionLeaf(callId(8), 3, record(0, 1), 1, 500, 300_000, 3e17, INDEX);
        list[5] = AttributionLeaf(callId(8), 3, record(1, 1), 2, 500, 300_000, 7e17, 0);
        list[6] = AttributionLeaf(callId(9), 4, record(0, 0), 1, 5, 500_000, 5e17, INDEX);
        list[7] = AttributionLeaf(callId(9), 4, record(0, 0), 2, 5, 500_000, 5e17, 0);
        list[8] = AttributionLeaf(callId(10), 5, datanetIds[1], 3, 0, 0, 1e18, 0);
        (bytes32 low, bytes32 high) =
            datanetIds[0] < datanetIds[1] ? (datanetIds[0], datanetIds[1]) : (datanetIds[1], datanetIds[0]);
        list[9] = AttributionLeaf(callId(11), 6, low, 3, 0, 0, 5e17, 0);
        list[10] = AttributionLeaf(callId(11), 6, high, 3, 0, 0, 5e17, 0);
    }

    // ── the chain ─────────────────────────────────────────────────────────────────────────────────────────────────

    function _collectAndPost(Book memory book) private {
        for (uint256 c = 0; c < 2; ++c) {
            uint128 end = 0;
            for (uint256 i = 0; i < book.receipts.length; ++i) {
                if (book.receipts[i].channelId == channelIds[c]) end = book.receipts[i].cumulativeAfter;
            }
            collectFor(c, end);
        }
        post(book.header());
    }

    /// @dev Collects a channel up to a cumulative.
    function collectFor(uint256 channel, uint128 end) internal {
        bytes32 id = channelIds[channel];
        bool paying = escrow.channelOf(id).payer == payer;
        collect(maker, id, end, signVoucher(paying ? PAYER_KEY : STRANGER_KEY, id, end));
    }
}
