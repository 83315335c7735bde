// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";

import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract SettlementPauseTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    function setPaused(bool paused) private {
        vm.prank(owner);
        settlement.setEpochsPaused(paused);
    }

    function test_aPauseStopsNewEpochsOnly() public {
        fund(operator, 9 ether);
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        post(nextEpoch(operator, list, 0, 0));
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochsPaused(true);
        setPaused(true);
        fund(operator, 3 ether);
        Epoch memory epoch = nextEpoch(operator, payees(ALICE, 8 ether, BOB, 4 ether), 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NewEpochsPaused.selector));
        vm.prank(operator);
        settlement.postEpoch(epoch);
        vm.warp(START + WINDOW);
        finalize(operator);
        claims(operator).claim(pack(ALICE, 6 ether), ClaimsTree.proof(list, 0));
        claims(operator).claimToBalance(pack(BOB, 3 ether), ClaimsTree.proof(list, 1));
        claims(operator).withdraw(BOB);

        setPaused(false);
        post(epoch);
        setPaused(true);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 2, stranger);
    }

    /// A pause without end is a way out: what no epoch accounts goes back to the payers.
    function test_aPauseDoesNotStopRefunds() public {
        fund(operator, 9 ether);
        setPaused(true);
        vm.warp(START + 4 * WINDOW);
        Epoch memory epoch = nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NewEpochsPaused.selector));
        vm.prank(stranger);
        settlement.postEpoch(epoch);
        vm.assertEq(escrow.refund(escrow.channelIdOf(payer, operator, signer)), 9 ether);
    }

    function test_onlyTheOwnerPauses() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        settlement.setEpochsPaused(true);
    }
}
