// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ModelRegistry } from "../../src/ModelRegistry.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { Royalty } from "../../src/types/Royalty.sol";
import { Split } from "../../src/types/Split.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract ModelRegistryTest is Fixture {
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = createDatanet();
        publishVersion(datanetId, "v1");
        grant(START + 1 days, 4000, 10);
    }

    function grant(uint64 expiry, uint16 minDataShareBps, uint128 minOutputPrice) private {
        vm.prank(datanetOwner);
        datanets.grantAccess(datanetId, developer, "terms", expiry, minDataShareBps, minOutputPrice, 0);
    }

    function trained() private pure returns (IModelRegistry.ModelParams memory params) {
        params.name = "icd-10-coder";
        params.baseHash = "base";
        params.adapterHash = "adapter";
        params.manifestHash = "manifest";
        params.logRoot = "log";
        params.indexHash = "index";
        params.trainingVersions = new bytes32[](1);
        params.trainingVersions[0] = "v1";
        params.inputPrice = 5;
        params.outputPrice = 10;
        params.split = Split(200, 800, 2000, 2000, 5000);
    }

    function base() private pure returns (IModelRegistry.ModelParams memory params) {
        params.name = "base";
        params.baseHash = "base";
        params.split = Split(200, 2800, 5000, 2000, 0);
    }

    function register(IModelRegistry.ModelParams memory params) private returns (bytes32) {
        vm.prank(developer);
        return models.register(params);
    }

    function refuse(IModelRegistry.ModelParams memory params, bytes memory revertData) private {
        vm.expectRevert(revertData);
        register(params);
    }

    // ── register ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_registerStoresModelAndPrice() public {
        IModelRegistry.ModelParams memory params = trained();
        bytes32 modelId = register(params);
        vm.assertEq(
            modelId,
            keccak256(
                abi.encode(
                    block.chainid, developer, bytes32("base"), bytes32("adapter"), bytes32("manifest"), "icd-10-coder"
                )
            )
        );
        IModelRegistry.Model memory model = models.modelOf(modelId);
        vm.assertEq(model.developer, developer);
        vm.assertEq(model.registeredAt, START);
        vm.assertEq(model.logRoot, bytes32("log"));
        vm.assertEq(model.indexHash, bytes32("index"));
        vm.assertEq(model.trainingVersions[0], bytes32("v1"));
        vm.assertEq(model.retrievalVersions.length, 0);
        vm.assertEq(model.split.data, 5000);
        (uint128 input, uint128 output, uint64 effectiveFrom) = models.priceOf(modelId, 1);
        vm.assertEq(input, 5);
        vm.assertEq(output, 10);
        vm.assertEq(effectiveFrom, START);
        vm.assertEq(models.currentPriceVersion(modelId), 1);
    }

    function test_registerTwiceIsRefused() public {
        bytes32 modelId = register(base());
        refuse(base(), abi.encodeWithSelector(IModelRegistry.ModelExists.selector, modelId));
    }

    function test_ownDatanetNeedsNoGrant() public {
        vm.prank(datanetOwner);
        models.register(trained());
    }

    function test_registerChecksNamesAndHashes() public {
        IModelRegistry.ModelParams memory params = base();
        params.name = "";
        refuse(params, abi.encodeWithSelector(IModelRegistry.BadName.selector));
        params.name = string(new bytes(129));
        refuse(params, abi.encodeWithSelector(IModelRegistry.BadName.selector));
        params = base();
        params.baseHash = 0;
        refuse(params, abi.encodeWithSelector(IModelRegistry.ZeroBaseHash.selector));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ZeroAddress.selector));
        new ModelRegistry(IDatanetRegistry(address(0)), 1);
    }

    function test_registerChecksTheSplit() public {
        IModelRegistry.ModelParams memory params = base();
        params.split.model += 1;
        refuse(params, abi.encodeWithSelector(IModelRegistry.BadSplitSum.selector, 10_001));
        params.split = Split(199, 2801, 5000, 2000, 0);
        refuse(params, abi.encodeWithSelector(IModelRegistry.BurnTooLow.selector, 199, 200));
        params.split = Split(200, 2800, 4000, 2000, 1000);
        refuse(params, abi.encodeWithSelector(IModelRegistry.DataShareMismatch.selector, 1000, 0));
        params = trained();
        params.split = Split(200, 2800, 5000, 2000, 0);
        refuse(params, abi.encodeWithSelector(IModelRegistry.DataShareMismatch.selector, 0, 1));
    }

    function testFuzz_splitIsAcceptedIffItSumsAndBurns(uint16 burn, uint16 operator_, uint16 stakers, uint16 extra)
        public
    {
        IModelRegistry.ModelParams memory params = base();
        params.split = Split(burn % 400, operator_ % 4000, 0, stakers % 4000, 0);
        params.split.model = uint16(10_000 - params.split.total()) + (extra % 4 == 0 ? extra % 1000 : 0);
        uint256 sum = params.split.total();
        if (sum != 10_000) {
            refuse(params, abi.encodeWithSelector(IModelRegistry.BadSplitSum.selector, sum));
        } else if (params.split.burn < 200) {
            refuse(params, abi.encodeWithSelector(IModelRegistry.BurnTooLow.selector, params.split.burn, 200));
        } else {
            register(params);
        }
    }

    function test_registerChecksPrices() public {
        IModelRegistry.ModelParams memory params = base();
        uint128 high = models.MAX_PRICE() + 1;
        params.inputPrice = high;
        refuse(params, abi.encodeWithSelector(IModelRegistry.PriceTooHigh.selector, high, high - 1));
        params = base();
        params.outputPrice = high;
        refuse(params, abi.encodeWithSelector(IModelRegistry.PriceTooHigh.selector, high, high - 1));
    }

    /// The dearest call fits uint128: no fee can overflow.
    function test_dearestCallFits() public view {
        uint256 fee = 2 * uint256(type(uint32).max) * models.MAX_PRICE();
        vm.assertLe(fee, type(uint128).max, "fee");
    }

    function test_registerChecksVersionsAndGrants() public {
        IModelRegistry.ModelParams memory params = trained();
        params.trainingVersions[0] = "v9";
        refuse(params, abi.encodeWithSelector(IModelRegistry.UnknownVersion.selector, bytes32("v9")));

        params = trained();
        params.trainingVersions = new bytes32[](33);
        refuse(params, abi.encodeWithSelector(IModelRegistry.TooManyVersions.selector, 33, 32));
        params = trained();
        params.retrievalVersions = new bytes32[](33);
        refuse(params, abi.encodeWithSelector(IModelRegistry.TooManyVersions.selector, 33, 32));

        params = trained();
        params.split = Split(200, 1801, 2000, 2000, 3999);
        refuse(params, abi.encodeWithSelector(IModelRegistry.DataShareBelowGrant.selector, datanetId, 3999, 4000));
        params = trained();
        params.outputPrice = 9;
        refuse(params, abi.encodeWithSelector(IModelRegistry.OutputPriceBelowGrant.selector, datanetId, 9, 10));

        bytes memory notGranted = abi.encodeWithSelector(IModelRegistry.AccessNotGranted.selector, datanetId, developer);
        vm.warp(START + 1 days + 1);
        refuse(trained(), notGranted);
        vm.warp(START + 1 days);
        vm.prank(datanetOwner);
        datanets.revokeAccess(datanetId, developer);
        refuse(trained(), notGranted);
    }

    function test_grantHoldsToItsLastSecond() public {
        vm.warp(START + 1 days);
        register(trained());
    }

    function test_retrievalVersionsNeedAccessToo() public {
        IModelRegistry.ModelParams memory params = trained();
        params.retrievalVersions = params.trainingVersions;
        params.trainingVersions = new bytes32[](0);
        bytes32 modelId = register(params);
        vm.assertEq(models.modelOf(modelId).retrievalVersions[0], bytes32("v1"));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AccessNotGranted.selector, datanetId, stranger));
        vm.prank(stranger);
        models.register(params);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.OutputPriceBelowGrant.selector, datanetId, 9, 10));
        vm.prank(developer);
        models.setPrice(modelId, 1, 9);
    }

    // ── owner ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_transferMovesPriceAndFuture() public {
        bytes32 modelId = register(trained());
        vm.warp(START + 50);
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelTransferred(modelId, developer, stranger);
        vm.prank(developer);
        models.transferFrom(developer, stranger, uint256(modelId));
        vm.assertEq(models.ownerAt(modelId, START - 1), address(0));
        vm.assertEq(models.ownerAt(modelId, START + 49), developer);
        vm.assertEq(models.ownerAt(modelId, START + 50), stranger);
        vm.assertEq(models.modelOf(modelId).developer, developer);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotModelOwner.selector, modelId, developer));
        vm.prank(developer);
        models.setPrice(modelId, 5, 10);
        // The grant is the developer's; the buyer needs its own.
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AccessNotGranted.selector, datanetId, stranger));
        vm.prank(stranger);
        models.setPrice(modelId, 5, 10);
        vm.prank(datanetOwner);
        datanets.grantAccess(datanetId, stranger, "terms", START + 1 days, 0, 0, 0);
        vm.prank(stranger);
        models.setPrice(modelId, 5, 10);
    }

    // ── ancestors ─────────────────────────────────────────────────────────────────────────────────────────────────

    function child(string memory name, bytes32[] memory parents, uint16[] memory bps)
        private
        pure
        returns (IModelRegistry.ModelParams memory params)
    {
        params = base();
        params.name = name;
        params.parents = new Royalty[](parents.length);
        for (uint256 i = 0; i < parents.length; ++i) {
            params.parents[i] = Royalty(parents[i], bps[i]);
        }
    }

    function one(bytes32 parent, uint16 bps) private pure returns (bytes32[] memory parents, uint16[] memory list) {
        (parents, list) = (new bytes32[](1), new uint16[](1));
        (parents[0], list[0]) = (parent, bps);
    }

    function descend(string memory name, bytes32 parent, uint16 bps)
        private
        pure
        returns (IModelRegistry.ModelParams memory)
    {
        (bytes32[] memory parents, uint16[] memory list) = one(parent, bps);
        return child(name, parents, list);
    }

    function test_parentsOwnRoyaltiesAreCutOutOfTheParents() public {
        bytes32 root = register(base());
        bytes32 left = register(descend("left", root, 1000));
        bytes32 right = register(descend("right", root, 3333));
        bytes32[] memory parents = new bytes32[](2);
        uint16[] memory bps = new uint16[](2);
        (parents[0], parents[1]) = (left, right);
        (bps[0], bps[1]) = (1500, 3001);
        bytes32 both = register(child("both", parents, bps));
        Royalty[] memory royalties = models.royaltiesOf(both);
        vm.assertEq(royalties.length, 3);
        // 1500·1000/10000 = 150; 3001·3333/10000 = 1000 (rounded down).
        vm.assertEq(royalties[0].ancestor, root);
        vm.assertEq(royalties[0].bps, 1150);
        vm.assertEq(royalties[1].ancestor, left);
        vm.assertEq(royalties[1].bps, 1350);
        vm.assertEq(royalties[2].ancestor, right);
        vm.assertEq(royalties[2].bps, 2001);
        vm.assertEq(models.modelOf(both).depth, 2);
        vm.assertEq(models.royaltiesOf(root).length, 0);
    }

    /// No cycle, no more than asked for in all, every ancestor once, depth bounded: whatever is registered.
    function testFuzz_royaltiesOfRandomFamilies(uint256 seed) public {
        bytes32[] memory known = new bytes32[](24);
        uint256 count = 0;
        for (uint256 n = 0; n < 24; ++n) {
            seed = uint256(keccak256(abi.encode(seed, n)));
            uint256 width = count == 0 ? 0 : seed % 4;
            bytes32[] memory parents = new bytes32[](width);
            uint16[] memory bps = new uint16[](width);
            uint256 asked = 0;
            for (uint256 i = 0; i < width; ++i) {
                parents[i] = known[(seed >> (8 * i + 8)) % count];
                bps[i] = uint16((seed >> (16 * i + 64)) % 2000);
                asked += bps[i];
            }
            IModelRegistry.ModelParams memory params = child(vm.toString(n), parents, bps);
            vm.prank(developer);
            try models.register(params) returns (bytes32 modelId) {
                known[count++] = modelId;
                Royalty[] memory royalties = models.royaltiesOf(modelId);
                vm.assertLe(royalties.length, 8, "ancestors");
                uint256 sum = 0;
                for (uint256 i = 0; i < royalties.length; ++i) {
                    vm.assertNotEq(royalties[i].ancestor, modelId);
                    vm.assertGt(royalties[i].bps, 0, "empty royalty");
                    for (uint256 j = 0; j < i; ++j) {
                        vm.assertNotEq(royalties[i].ancestor, royalties[j].ancestor);
                    }
                    sum += royalties[i].bps;
                }
                vm.assertEq(sum, asked, "royalties = what the parents were given");
                vm.assertLe(sum, 5000, "royalties");
                vm.assertLe(models.modelOf(modelId).depth, 8, "depth");
            } catch {
                vm.assertGt(width, 0, "a model without parents is always taken");
            }
        }
    }

    function test_ancestorsAreBounded() public {
        bytes32[] memory parents = new bytes32[](9);
        uint16[] memory bps = new uint16[](9);
        IModelRegistry.ModelParams memory params = base();
        for (uint256 i = 0; i < 9; ++i) {
            params.name = vm.toString(i);
            (parents[i], bps[i]) = (register(params), 500);
        }
        refuse(child("nine", parents, bps), abi.encodeWithSelector(IModelRegistry.TooManyAncestors.selector, 8));
        bytes32 last = parents[0];
        for (uint256 i = 0; i < 8; ++i) {
            last = register(descend(string.concat("deep", vm.toString(i)), last, 1));
        }
        vm.assertEq(models.modelOf(last).depth, 8);
        vm.assertEq(models.royaltiesOf(last).length, 1);
        refuse(descend("deeper", last, 1), abi.encodeWithSelector(IModelRegistry.TooDeep.selector, 8));
    }

    function test_ancestorsRefuseBadInput() public {
        IModelRegistry.ModelParams memory asking = base();
        asking.askedRoyaltyBps = 5001;
        refuse(asking, abi.encodeWithSelector(IModelRegistry.RoyaltiesTooHigh.selector, 5001, 5000));
        asking.askedRoyaltyBps = 700;
        bytes32 parent = register(asking);
        refuse(descend("x", "none", 1), abi.encodeWithSelector(IModelRegistry.UnknownParent.selector, bytes32("none")));
        refuse(
            descend("x", parent, 699),
            abi.encodeWithSelector(IModelRegistry.RoyaltyBelowAsked.selector, parent, 699, 700)
        );
        refuse(descend("x", parent, 5001), abi.encodeWithSelector(IModelRegistry.RoyaltiesTooHigh.selector, 5001, 5000));
        IModelRegistry.ModelParams memory free = base();
        free.name = "free";
        bytes32 second = register(free);
        refuse(descend("x", second, 0), abi.encodeWithSelector(IModelRegistry.RoyaltyBelowAsked.selector, second, 0, 0));
        bytes32[] memory parents = new bytes32[](2);
        uint16[] memory bps = new uint16[](2);
        (parents[0], parents[1], bps[0], bps[1]) = (parent, parent, 700, 700);
        refuse(child("x", parents, bps), abi.encodeWithSelector(IModelRegistry.ParentTwice.selector, parent));
        // A model can't name itself: its id is not registered yet.
        IModelRegistry.ModelParams memory self = base();
        self.name = "self";
        bytes32 own = keccak256(abi.encode(block.chainid, developer, self.baseHash, bytes32(0), bytes32(0), "self"));
        refuse(descend("self", own, 1), abi.encodeWithSelector(IModelRegistry.UnknownParent.selector, own));
    }

    // ── prices ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_priceHoldsAfterTheDelay() public {
        bytes32 modelId = register(trained());
        vm.expectEmit(address(models));
        emit IModelRegistry.PriceSet(modelId, 2, 6, 12, START + PRICE_DELAY);
        vm.prank(developer);
        vm.assertEq(models.setPrice(modelId, 6, 12), 2);
        vm.assertEq(models.priceVersionCount(modelId), 2);
        vm.assertEq(models.currentPriceVersion(modelId), 1);
        vm.warp(START + PRICE_DELAY);
        vm.assertEq(models.currentPriceVersion(modelId), 2);
        (uint128 input,,) = models.priceOf(modelId, 1);
        vm.assertEq(input, 5);
    }

    function test_setPriceChecksAgain() public {
        bytes32 modelId = register(trained());
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, bytes32("none")));
        models.setPrice("none", 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotModelOwner.selector, modelId, address(this)));
        models.setPrice(modelId, 1, 1);
        uint128 high = models.MAX_PRICE() + 1;
        vm.startPrank(developer);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.PriceTooHigh.selector, high, high - 1));
        models.setPrice(modelId, high, 10);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.OutputPriceBelowGrant.selector, datanetId, 9, 10));
        models.setPrice(modelId, 1, 9);
        vm.stopPrank();
        grant(START + 1 days, 5001, 10);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.DataShareBelowGrant.selector, datanetId, 5000, 5001));
        vm.prank(developer);
        models.setPrice(modelId, 1, 10);
    }

    function test_unknownModelsAndPricesAreZero() public {
        vm.assertEq(models.modelOf("none").developer, address(0));
        vm.assertEq(models.currentPriceVersion("none"), 0);
        bytes32 modelId = register(base());
        for (uint32 version = 0; version < 3; version += 2) {
            (uint128 input, uint128 output, uint64 effectiveFrom) = models.priceOf(modelId, version);
            vm.assertTrue(input == 0 && output == 0 && effectiveFrom == 0);
        }
    }
}
