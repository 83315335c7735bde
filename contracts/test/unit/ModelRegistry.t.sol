// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ModelRegistry } from "../../src/ModelRegistry.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
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
        datanets.grantAccess(datanetId, developer, "terms", expiry, minDataShareBps, minOutputPrice);
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
