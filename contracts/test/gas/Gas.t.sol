// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClaimVault } from "../../src/ClaimVault.sol";
import { TrainingFees } from "../../src/TrainingFees.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ITrainingFees } from "../../src/interfaces/ITrainingFees.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Split } from "../../src/types/Split.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Gas of the loop's steps, kept in `snapshots/`; `forge test --gas-snapshot-check true` fails when one changes.
contract GasTest is Fixture {
    function test_dataAndModels() public {
        bytes32 datanetId = createDatanet();
        vm.snapshotGasLastCall("DatanetRegistry", "create");
        bytes32[] memory list = commitments(32);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START);
        datanets.registerContribution(datanetId, contributor, list, START, signature);
        vm.snapshotGasLastCall("DatanetRegistry", "registerContribution of 32");
        vm.prank(datanetOwner);
        datanets.publishVersion(datanetId, "v1", 32, "data", 0);
        vm.snapshotGasLastCall("DatanetRegistry", "publishVersion");

        IModelRegistry.ModelParams memory params;
        params.name = "icd-10-coder";
        (params.baseHash, params.adapterHash, params.manifestHash) = ("base", "adapter", "manifest");
        (params.logRoot, params.indexHash) = ("log", "index");
        params.trainingVersions = new bytes32[](1);
        params.trainingVersions[0] = "v1";
        params.split = Split(200, 800, 2000, 2000, 5000);
        vm.prank(datanetOwner);
        bytes32 modelId = models.register(params);
        vm.snapshotGasLastCall("ModelRegistry", "register");
        vm.prank(datanetOwner);
        models.setPrice(modelId, 1, 2);
        vm.snapshotGasLastCall("ModelRegistry", "setPrice");
    }

    function test_curatorsAndTrainingFees() public {
        bytes32 datanetId = createDatanet();
        Curator[] memory curators = new Curator[](8);
        for (uint256 i = 0; i < 8; ++i) {
            curators[i] = Curator(address(uint160(0xC0 + i)), 1000);
        }
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        vm.snapshotGasLastCall("DatanetRegistry", "setCurators of 8");
        ITrainingFees.Line[] memory lines = new ITrainingFees.Line[](128);
        bytes32[] memory leaves = new bytes32[](128);
        for (uint256 i = 0; i < 128; ++i) {
            lines[i] = ITrainingFees.Line(bytes32(i + 1), address(uint160(0xF00 + i % 7)));
            leaves[i] = LeafHash.version(lines[i].commitment, lines[i].contributor);
        }
        bytes32 root = PlainTree.rootInPlace(leaves);
        vm.startPrank(datanetOwner);
        datanets.publishVersion(datanetId, root, 128, "data", 0);
        datanets.grantAccess(datanetId, payer, "terms", START + 1 days, 0, 0, 10 ether);
        vm.stopPrank();
        TrainingFees fees = TrainingFees(datanets.trainingFees());
        vm.startPrank(payer);
        token.approve(address(fees), type(uint256).max);
        fees.pay(root);
        fees.share(root, payer, 0, lines, new bytes32[](0));
        vm.snapshotGasLastCall("TrainingFees", "share of 128");
        vm.stopPrank();
    }

    function test_money() public {
        bytes32 channelId = openChannel(operator, 100 ether);
        vm.snapshotGasLastCall("PaymentEscrow", "openChannel");
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](10);
        for (uint128 i = 0; i < 10; ++i) {
            uint128 cumulative = (i + 1) * 1 ether;
            vouchers[i] = signed(channelId, cumulative, signVoucher(PAYER_KEY, channelId, cumulative));
        }
        vm.prank(operator);
        escrow.collect(vouchers);
        vm.snapshotGasLastCall("PaymentEscrow", "collect of 10");

        Payee[] memory list = new Payee[](10);
        for (uint256 i = 0; i < 10; ++i) {
            list[i] = Payee(address(uint160(0x1000 + i)), 0.9 ether);
        }
        post(nextEpoch(operator, list, 1 ether, 0));
        vm.snapshotGasLastCall("Settlement", "postEpoch");
        vm.warp(START + WINDOW);
        finalize(operator);
        vm.snapshotGasLastCall("Settlement", "finalize");
        ClaimVault claimVault = claims(operator);
        claimVault.claim(pack(list[0].account, list[0].cumulative), ClaimsTree.proof(list, 0));
        vm.snapshotGasLastCall("ClaimVault", "claim");
        claimVault.claimToBalance(pack(list[1].account, list[1].cumulative), ClaimsTree.proof(list, 1));
        vm.snapshotGasLastCall("ClaimVault", "claimToBalance");
        claimVault.withdraw(list[1].account);
        vm.snapshotGasLastCall("ClaimVault", "withdraw");
        (bytes32[] memory packed, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.wholeTree(list);
        claimVault.claimMany(packed, proof, flags, false);
        vm.snapshotGasLastCall("ClaimVault", "claimMany of 10");
    }
}
