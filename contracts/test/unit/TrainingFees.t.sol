// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { TrainingFees } from "../../src/TrainingFees.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "../../src/interfaces/IModelRegistry.sol";
import { ITrainingFees } from "../../src/interfaces/ITrainingFees.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Split } from "../../src/types/Split.sol";
import { Fixture } from "../support/Fixture.sol";
import { logged, logs } from "../support/Logs.sol";
import { vm } from "../support/Vm.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract TrainingFeesTest is Fixture {
    address private constant CURATOR = address(0xC1);
    uint128 private constant FEE = 10 ether + 3;

    TrainingFees private fees;
    bytes32 private datanetId;
    ITrainingFees.Line[] private all;

    function setUp() public override {
        super.setUp();
        fees = TrainingFees(datanets.trainingFees());
        datanetId = createDatanet();
        Curator[] memory curators = new Curator[](1);
        curators[0] = Curator(CURATOR, 3333);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        token.transfer(developer, 100_000 ether);
        vm.prank(developer);
        token.approve(address(fees), type(uint256).max);
        grant(FEE);
    }

    function grant(uint128 fee) private {
        vm.prank(datanetOwner);
        datanets.grantAccess(datanetId, developer, "terms", START + 1 days, 0, 0, fee);
    }

    /// @dev Publishes a version of `count` records by ten contributors in turn.
    function publish(uint256 count) private returns (bytes32 root) {
        delete all;
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            all.push(ITrainingFees.Line(bytes32(1 + i * 7), address(uint160(0xF00 + i % 10))));
            leaves[i] = LeafHash.version(all[i].commitment, all[i].contributor);
        }
        root = PlainTree.rootInPlace(leaves);
        bytes32 previous = datanets.datanetOf(datanetId).latestRoot;
        vm.prank(datanetOwner);
        datanets.publishVersion(datanetId, root, uint32(count), "data", previous);
    }

    function run(uint32 number) private view returns (ITrainingFees.Line[] memory lines, bytes32[] memory siblings) {
        uint256 first = uint256(number) * 128;
        uint256 end = first + 128 < all.length ? first + 128 : all.length;
        lines = new ITrainingFees.Line[](end - first);
        for (uint256 i = first; i < end; ++i) {
            lines[i - first] = all[i];
        }
        siblings = _siblings(first, lines.length, PlainTree.depthOf(all.length));
    }

    /// @dev Siblings of a run, from all leaves.
    function _siblings(uint256 first, uint256 width, uint256 depth) private view returns (bytes32[] memory list) {
        bytes32[] memory level = new bytes32[](uint256(1) << depth);
        for (uint256 i = 0; i < all.length; ++i) {
            level[i] = LeafHash.version(all[i].commitment, all[i].contributor);
        }
        list = new bytes32[](2 * depth);
        uint256 used = 0;
        for (uint256 height = 0; height < depth; ++height) {
            uint256 last = first + width - 1;
            if (first & 1 == 1) list[used++] = level[first - 1];
            if (last & 1 == 0) list[used++] = level[last + 1];
            first >>= 1;
            width = (last >> 1) - first + 1;
            for (uint256 i = 0; i < uint256(1) << (depth - height - 1); ++i) {
                level[i] = PlainTree.node(level[2 * i], level[2 * i + 1]);
            }
        }
        assembly ("memory-safe") {
            mstore(list, used)
        }
    }

    function pay(bytes32 root) private {
        vm.prank(developer);
        fees.pay(root);
    }

    // ── money ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_feeReachesRecordsCuratorsAndOwner() public {
        bytes32 root = publish(10);
        uint256 supply = token.totalSupply();
        uint128 burned = FEE * 200 / 10_000;
        uint128 rate = (FEE - burned) / 10;
        vm.expectEmit(address(fees));
        emit ITrainingFees.TrainingFeePaid(root, datanetId, developer, FEE, burned, FEE - burned - rate);
        pay(root);
        vm.assertEq(supply - token.totalSupply(), burned);
        uint128 curators = uint128(uint256(rate) * 3333 / 10_000);
        vm.assertEq(fees.balanceOf(CURATOR), curators);
        vm.assertEq(fees.balanceOf(datanetOwner), rate - curators);
        (ITrainingFees.Line[] memory lines, bytes32[] memory siblings) = run(0);
        uint128 pool = FEE - burned - rate;
        vm.expectEmit(address(fees));
        emit ITrainingFees.TrainingFeeShared(root, developer, 0, pool);
        fees.share(root, developer, 0, lines, siblings);
        vm.assertTrue(fees.isShared(root, developer, 0));
        for (uint256 i = 0; i < 10; ++i) {
            uint256 part = uint256(pool) * (i + 1) / 10 - uint256(pool) * i / 10;
            vm.assertEq(fees.balanceOf(lines[i].contributor), part);
            fees.withdraw(lines[i].contributor);
            vm.assertEq(token.balanceOf(lines[i].contributor), part);
        }
        vm.expectEmit(address(fees));
        emit ITrainingFees.FeeBalanceWithdrawn(CURATOR, curators);
        fees.withdraw(CURATOR);
        fees.withdraw(datanetOwner);
        vm.assertEq(token.balanceOf(address(fees)), 0);
    }

    /// Every wei of the pool is shared out, run by run in any order; what the contract holds covers it throughout.
    function testFuzz_conserves(uint16 size, uint96 amount, bool backwards) public {
        uint256 count = uint256(size) % 300 + 1;
        uint128 fee = uint128(amount) % 50_000 ether + 1;
        grant(fee);
        bytes32 root = publish(count);
        uint256 supply = token.totalSupply();
        pay(root);
        ITrainingFees.Payment memory payment = fees.paymentOf(root, developer);
        uint32 runs = uint32((count + 127) / 128);
        for (uint32 i = 0; i < runs; ++i) {
            uint32 number = backwards ? runs - 1 - i : i;
            (ITrainingFees.Line[] memory lines, bytes32[] memory siblings) = run(number);
            fees.share(root, developer, number, lines, siblings);
        }
        payment = fees.paymentOf(root, developer);
        vm.assertEq(payment.shared, payment.pool);
        uint256 owed = uint256(fees.balanceOf(CURATOR)) + fees.balanceOf(datanetOwner);
        for (uint256 i = 0; i < 10; ++i) {
            owed += fees.balanceOf(address(uint160(0xF00 + i)));
        }
        vm.assertEq(owed, token.balanceOf(address(fees)));
        vm.assertEq(owed + (supply - token.totalSupply()), fee);
    }

    function test_disputedRecordsPartGoesToThePot() public {
        bytes32 root = publish(10);
        RecordDisputes disputes = RecordDisputes(datanets.disputes());
        vm.startPrank(stranger);
        token.approve(address(disputes), DISPUTE_STAKE);
        bytes32 disputeId = disputes.open(datanetId, all[3].contributor, all[3].commitment, "mine");
        vm.stopPrank();
        pay(root);
        (ITrainingFees.Line[] memory lines, bytes32[] memory siblings) = run(0);
        fees.share(root, developer, 0, lines, siblings);
        vm.assertEq(fees.balanceOf(lines[3].contributor), 0);
        vm.assertGt(fees.balanceOf(datanets.potOf(disputeId)), 0, "pot");
        fees.withdraw(datanets.potOf(disputeId));
    }

    // ── registration ──────────────────────────────────────────────────────────────────────────────────────────────

    function test_modelNeedsThePaidFee() public {
        bytes32 root = publish(3);
        IModelRegistry.ModelParams memory params;
        (params.name, params.baseHash, params.split) = ("coder", "base", Split(200, 800, 2000, 2000, 5000));
        params.trainingVersions = new bytes32[](1);
        params.trainingVersions[0] = root;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TrainingFeeUnpaid.selector, root, developer));
        vm.prank(developer);
        models.register(params);
        // Retrieval asks no training fee.
        (params.retrievalVersions, params.trainingVersions) = (params.trainingVersions, new bytes32[](0));
        vm.prank(developer);
        models.register(params);
        pay(root);
        (params.retrievalVersions, params.trainingVersions) = (new bytes32[](0), params.retrievalVersions);
        params.name = "trained coder";
        vm.prank(developer);
        models.register(params);
        // Once for a version: a fee that rises later does not undo it.
        grant(2 * FEE);
        params.name = "second coder";
        vm.prank(developer);
        models.register(params);
    }

    // ── bad input ─────────────────────────────────────────────────────────────────────────────────────────────────

    function test_payRefusesBadInput() public {
        bytes32 root = publish(2);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.UnknownVersion.selector, bytes32("none")));
        fees.pay("none");
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.AccessNotGranted.selector, datanetId, address(this)));
        fees.pay(root);
        vm.startPrank(developer);
        fees.pay(root);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.AlreadyPaid.selector, root, developer));
        fees.pay(root);
        vm.stopPrank();
        grant(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.NoFee.selector, datanetId, developer));
        pay(root);
        vm.warp(START + 1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.AccessNotGranted.selector, datanetId, developer));
        pay(root);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.ZeroAddress.selector));
        new TrainingFees(IERC20(address(0)), datanets);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.ZeroAddress.selector));
        new TrainingFees(token, IDatanetRegistry(address(0)));
    }

    function test_shareRefusesBadInput() public {
        bytes32 root = publish(200);
        (ITrainingFees.Line[] memory lines, bytes32[] memory siblings) = run(0);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.NotPaid.selector, root, developer));
        fees.share(root, developer, 0, lines, siblings);
        pay(root);
        bytes memory wrong = abi.encodeWithSelector(ITrainingFees.WrongRun.selector, 0, 128);
        address honest = lines[5].contributor;
        lines[5].contributor = address(this);
        vm.expectRevert(wrong);
        fees.share(root, developer, 0, lines, siblings);
        lines[5].contributor = honest;
        vm.expectRevert(wrong);
        fees.share(root, developer, 0, lines, new bytes32[](9));
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.WrongRun.selector, 0, 0));
        fees.share(root, developer, 0, new ITrainingFees.Line[](0), siblings);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.WrongRun.selector, 1, 128));
        fees.share(root, developer, 1, lines, siblings);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.WrongRun.selector, 2, 128));
        fees.share(root, developer, 2, lines, siblings);
        fees.share(root, developer, 0, lines, siblings);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.AlreadyShared.selector, root, developer, 0));
        fees.share(root, developer, 0, lines, siblings);
        vm.expectRevert(abi.encodeWithSelector(ITrainingFees.NothingToWithdraw.selector, address(this)));
        fees.withdraw(address(this));
    }

    /// A ten-thousandth of 9,999 wei is none; the owner has them all.
    function test_aCuratorsPartIsRoundedDown() public {
        Curator[] memory curators = new Curator[](1);
        curators[0] = Curator(CURATOR, 1);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        bytes32 root = publish(3);
        grant(102_031);
        vm.prank(developer);
        fees.pay(root);
        vm.assertEq(fees.balanceOf(CURATOR), 0);
        vm.assertEq(fees.balanceOf(datanetOwner), 9_999);
    }

    function test_aFeeTooSmallToBurn() public {
        bytes32 root = publish(3);
        grant(10);
        logs.recordLogs();
        vm.prank(developer);
        fees.pay(root);
        vm.assertEq(logged(logs.getRecordedLogs(), address(token), IERC20.Transfer.selector), 1);
        vm.assertEq(token.balanceOf(address(fees)), 10);
    }
}
