// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DisputePot } from "../../src/DisputePot.sol";
import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { IRecordDisputes } from "../../src/interfaces/IRecordDisputes.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// The last seconds of a dispute, and the last wei of its pot.
contract RecordDisputesTimeTest is Fixture {
    RecordDisputes private disputes;
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        disputes = RecordDisputes(datanets.disputes());
        datanetId = createDatanet();
        Curator[] memory curators = new Curator[](1);
        curators[0] = Curator(address(0xC1), 1000);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        vm.warp(START + 10);
        vm.prank(stranger);
        token.approve(address(disputes), type(uint256).max);
    }

    function test_votesEndWithTheAppealsWindow() public {
        vm.prank(stranger);
        bytes32 id = disputes.open(datanetId, contributor, "record", "mine");
        vm.prank(datanetOwner);
        disputes.decide(id, false);
        vm.prank(stranger);
        disputes.appeal(id);
        uint64 deadline = uint64(block.timestamp) + DISPUTE_WINDOW;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IRecordDisputes.TooLate.selector, id, deadline));
        vm.prank(address(0xC1));
        disputes.vote(id, true);
        vm.warp(deadline);
        vm.prank(address(0xC1));
        disputes.vote(id, true);
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
