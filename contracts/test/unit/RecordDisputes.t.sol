// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DisputePot } from "../../src/DisputePot.sol";
import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IRecordDisputes } from "../../src/interfaces/IRecordDisputes.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract RecordDisputesTest is Fixture {
    bytes32 private constant RECORD = keccak256("record");
    bytes32 private constant REASON = keccak256("it is mine");
    address private constant FIRST = address(0xC1);
    address private constant SECOND = address(0xC2);
    address private constant THIRD = address(0xC3);
    address private constant HELPER = address(0xAE1);

    RecordDisputes private disputes;
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        disputes = RecordDisputes(datanets.disputes());
        datanetId = createDatanet();
        Curator[] memory curators = new Curator[](3);
        curators[0] = Curator(FIRST, 2000);
        curators[1] = Curator(SECOND, 2000);
        curators[2] = Curator(THIRD, 0);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        vm.warp(START + 10);
        address[2] memory stakers = [stranger, HELPER];
        for (uint256 i = 0; i < stakers.length; ++i) {
            token.transfer(stakers[i], 100 ether);
            vm.prank(stakers[i]);
            token.approve(address(disputes), type(uint256).max);
        }
    }

    function open() private returns (bytes32 disputeId) {
        vm.prank(stranger);
        return disputes.open(datanetId, contributor, RECORD, REASON);
    }

    function decide(bytes32 disputeId, address by, bool upheld) private {
        vm.prank(by);
        disputes.decide(disputeId, upheld);
    }

    function vote(bytes32 disputeId, address by, bool upheld) private {
        vm.prank(by);
        disputes.vote(disputeId, upheld);
    }

    function appeal(bytes32 disputeId) private {
        vm.prank(HELPER);
        disputes.appeal(disputeId);
    }

    function disputeAt(uint64 time) private view returns (bytes32) {
        return datanets.disputeAt(datanetId, contributor, RECORD, time);
    }

    // ── freezing ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_openFreezesFromItsBlockOn() public {
        bytes32 expected = keccak256(abi.encode(datanetId, contributor, RECORD, 1));
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeOpened(
            expected, datanetId, RECORD, contributor, stranger, REASON, disputes.potOf(expected)
        );
        uint256 before = token.balanceOf(stranger);
        vm.assertEq(open(), expected);
        vm.assertEq(before - token.balanceOf(stranger), DISPUTE_STAKE);
        vm.assertEq(disputeAt(START + 9), bytes32(0));
        vm.assertEq(disputeAt(START + 10), expected);
        vm.assertEq(disputeAt(type(uint64).max), expected);
        vm.assertEq(datanets.potOf(expected), disputes.potOf(expected));
        // The same commitment under another contributor or Datanet is another record.
        vm.assertEq(datanets.disputeAt(datanetId, stranger, RECORD, START + 10), bytes32(0));
        vm.assertEq(datanets.disputeAt("other", contributor, RECORD, START + 10), bytes32(0));
    }

    function test_dismissalUnfreezesAndPaysTheContributor() public {
        bytes32 disputeId = open();
        decide(disputeId, datanetOwner, false);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        uint256 supply = token.totalSupply();
        disputes.close(disputeId);
        vm.assertEq(disputeAt(START + 10), disputeId);
        vm.assertEq(disputeAt(START + 10 + DISPUTE_WINDOW), disputeId);
        vm.assertEq(disputeAt(START + 11 + DISPUTE_WINDOW), bytes32(0));
        vm.assertEq(token.balanceOf(contributor), DISPUTE_STAKE / 2);
        vm.assertEq(supply - token.totalSupply(), DISPUTE_STAKE / 2);
        vm.assertEq(token.balanceOf(address(disputes)), 0);
        // It can be disputed again, for another stake and with a pot of its own.
        bytes32 again = open();
        vm.assertEq(again, keccak256(abi.encode(datanetId, contributor, RECORD, 2)));
        vm.assertEq(disputeAt(START + 11 + DISPUTE_WINDOW), again);
        vm.assertTrue(disputes.potOf(again) != disputes.potOf(disputeId));
    }

    function test_upheldStaysFrozenAndReturnsTheStake() public {
        bytes32 disputeId = open();
        decide(disputeId, FIRST, true);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        disputes.close(disputeId);
        vm.assertEq(token.balanceOf(stranger), 1_000_000 ether + 100 ether);
        vm.assertEq(disputeAt(type(uint64).max), disputeId);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.AlreadyDisputed.selector, disputeId));
        open();
    }

    function test_silenceDismisses() public {
        bytes32 disputeId = open();
        vm.warp(START + 11 + DISPUTE_WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IRecordDisputes.TooLate.selector, disputeId, START + 10 + DISPUTE_WINDOW)
        );
        decide(disputeId, datanetOwner, true);
        vm.expectRevert(
            abi.encodeWithSelector(IRecordDisputes.TooEarly.selector, disputeId, START + 10 + 2 * DISPUTE_WINDOW)
        );
        disputes.close(disputeId);
        vm.warp(START + 11 + 2 * DISPUTE_WINDOW);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeDecided(disputeId, address(0), false);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeClosed(disputeId, false, DISPUTE_STAKE / 2);
        disputes.close(disputeId);
        vm.assertFalse(disputes.disputeOf(disputeId).upheld);
        vm.assertEq(token.balanceOf(contributor), DISPUTE_STAKE / 2);
    }

    // ── appeals ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_majorityReplacesTheVerdict() public {
        bytes32 disputeId = open();
        decide(disputeId, FIRST, false);
        appeal(disputeId);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.NotJuror.selector, disputeId, FIRST));
        vote(disputeId, FIRST, false);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.NotJuror.selector, disputeId, datanetOwner));
        vote(disputeId, datanetOwner, false);
        vote(disputeId, SECOND, true);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.AlreadyVoted.selector, disputeId, SECOND));
        vote(disputeId, SECOND, true);
        vote(disputeId, THIRD, true);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        disputes.close(disputeId);
        vm.assertTrue(disputes.disputeOf(disputeId).upheld);
        // Both who were right have their stakes back.
        vm.assertEq(token.balanceOf(HELPER), 100 ether);
        vm.assertEq(token.balanceOf(stranger), 1_000_000 ether + 100 ether);
        vm.assertEq(token.balanceOf(address(disputes)), 0);
    }

    /// Who reads the events alone follows a dispute to its end.
    function test_everyStepIsAnEvent() public {
        bytes32 disputeId = open();
        token.transfer(disputes.potOf(disputeId), 5);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeDecided(disputeId, FIRST, false);
        decide(disputeId, FIRST, false);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeAppealed(disputeId, HELPER);
        appeal(disputeId);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeVoted(disputeId, SECOND, true);
        vote(disputeId, SECOND, true);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.DisputeClosed(disputeId, true, 0);
        disputes.close(disputeId);
        vm.expectEmit(address(disputes));
        emit IRecordDisputes.PotForwarded(disputeId, stranger, 2, 3);
        disputes.forward(disputeId);
    }

    function test_tieLeavesTheVerdictAndCostsTheAppellant() public {
        bytes32 disputeId = open();
        decide(disputeId, FIRST, true);
        appeal(disputeId);
        vote(disputeId, SECOND, true);
        vote(disputeId, THIRD, false);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        uint256 supply = token.totalSupply();
        disputes.close(disputeId);
        vm.assertTrue(disputes.disputeOf(disputeId).upheld);
        vm.assertEq(token.balanceOf(HELPER), 100 ether - DISPUTE_STAKE);
        vm.assertEq(token.balanceOf(stranger), 1_000_000 ether + 100 ether + DISPUTE_STAKE / 2);
        vm.assertEq(supply - token.totalSupply(), DISPUTE_STAKE / 2);
    }

    function test_silenceCanBeAppealed() public {
        bytes32 disputeId = open();
        vm.warp(START + 11 + DISPUTE_WINDOW);
        appeal(disputeId);
        vote(disputeId, FIRST, true);
        vm.warp(START + 12 + 2 * DISPUTE_WINDOW);
        disputes.close(disputeId);
        vm.assertTrue(disputes.disputeOf(disputeId).upheld);
    }

    function test_curatorsNamedInAnswerDoNotJudge() public {
        bytes32 disputeId = open();
        Curator[] memory curators = new Curator[](1);
        curators[0] = Curator(stranger, 0);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.NotJudge.selector, disputeId, stranger));
        decide(disputeId, stranger, true);
        decide(disputeId, FIRST, false);
    }

    function test_ownerWithoutOtherCuratorsHasTheLastWord() public {
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, new Curator[](0));
        vm.warp(START + 20);
        bytes32 disputeId = open();
        decide(disputeId, datanetOwner, true);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.NoJury.selector, disputeId));
        appeal(disputeId);
    }

    // ── pots ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function testFuzz_potGoesToTheWinner(uint96 first, uint96 second, bool upheld) public {
        uint256 early = uint256(first) % 1000 ether + 1;
        uint256 late = uint256(second) % 1000 ether + 1;
        bytes32 disputeId = open();
        address pot = disputes.potOf(disputeId);
        token.transfer(pot, early);
        vm.expectRevert(
            abi.encodeWithSelector(IRecordDisputes.WrongStage.selector, disputeId, IRecordDisputes.Stage.Open)
        );
        disputes.forward(disputeId);
        decide(disputeId, datanetOwner, upheld);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        disputes.close(disputeId);
        address winner = upheld ? stranger : contributor;
        uint256 before = token.balanceOf(winner);
        uint256 supply = token.totalSupply();
        uint256 paid = disputes.forward(disputeId);
        token.transfer(pot, late);
        paid += disputes.forward(disputeId);
        uint256 expected = upheld ? early / 2 + late / 2 : early + late;
        vm.assertEq(paid, expected);
        vm.assertEq(token.balanceOf(winner) - before, expected);
        vm.assertEq(supply - token.totalSupply(), early + late - expected);
        vm.assertEq(token.balanceOf(pot), 0);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.EmptyPot.selector, disputeId));
        disputes.forward(disputeId);
        vm.expectRevert(abi.encodeWithSelector(DisputePot.NotDisputes.selector, address(this)));
        DisputePot(pot).release(address(this), false);
    }

    // ── bad input ─────────────────────────────────────────────────────────────────────────────────────────────────

    function test_refusesBadInput() public {
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.UnknownDatanet.selector, bytes32("none")));
        disputes.open("none", contributor, RECORD, REASON);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroAddress.selector));
        disputes.open(datanetId, address(0), RECORD, REASON);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroHash.selector));
        disputes.open(datanetId, contributor, 0, REASON);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroHash.selector));
        disputes.open(datanetId, contributor, RECORD, 0);
        vm.stopPrank();
        bytes32 disputeId = open();
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.AlreadyDisputed.selector, disputeId));
        open();
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.NotJudge.selector, disputeId, stranger));
        decide(disputeId, stranger, true);
        bytes memory stillOpen =
            abi.encodeWithSelector(IRecordDisputes.WrongStage.selector, disputeId, IRecordDisputes.Stage.Open);
        vm.expectRevert(stillOpen);
        appeal(disputeId);
        vm.expectRevert(stillOpen);
        vote(disputeId, FIRST, true);
        vm.expectRevert(stillOpen);
        disputes.close(disputeId);
        bytes memory unknown =
            abi.encodeWithSelector(IRecordDisputes.WrongStage.selector, bytes32("none"), IRecordDisputes.Stage.None);
        vm.expectRevert(unknown);
        disputes.close("none");
        vm.expectRevert(unknown);
        disputes.forward("none");
        decide(disputeId, FIRST, true);
        vm.warp(START + 11 + DISPUTE_WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IRecordDisputes.TooLate.selector, disputeId, START + 10 + DISPUTE_WINDOW)
        );
        appeal(disputeId);
    }

    function test_constructorRefusesBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroAddress.selector));
        new RecordDisputes(IERC20(address(0)), datanets, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroAddress.selector));
        new RecordDisputes(token, IDatanetRegistry(address(0)), 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroStake.selector));
        new RecordDisputes(token, datanets, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.ZeroWindow.selector));
        new RecordDisputes(token, datanets, 1, 0);
    }

    function test_votesEndWithTheAppealsWindow() public {
        bytes32 id = open();
        decide(id, datanetOwner, false);
        appeal(id);
        uint64 deadline = uint64(block.timestamp) + DISPUTE_WINDOW;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.TooLate.selector, id, deadline));
        vote(id, FIRST, true);
        vm.warp(deadline);
        vote(id, FIRST, true);
    }

    function test_aPotGivesItsLastWei() public {
        DisputePot pot = new DisputePot(IERC20(address(token)));
        token.transfer(address(pot), 1);
        (uint256 paid, uint256 burned) = pot.release(address(0xA), false);
        vm.assertEq(paid, 1);
        vm.assertEq(burned, 0);
        vm.assertEq(token.balanceOf(address(0xA)), 1);
        token.transfer(address(pot), 2);
        uint256 supply = token.totalSupply();
        (paid, burned) = pot.release(address(0xA), true);
        vm.assertEq(paid, 1);
        vm.assertEq(burned, 1);
        vm.assertEq(token.balanceOf(address(0xA)), 2);
        vm.assertEq(token.totalSupply(), supply - 1);
        vm.assertEq(token.balanceOf(address(pot)), 0);
    }
}
