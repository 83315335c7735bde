// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";

import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Claims into balances and by multiproof; the pause.
contract SettlementBalanceTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    address[] private accounts;
    uint128[] private cumulatives;
    bytes32[] private noProof;
    bool[] private flags;

    /// @dev 9 OPEN to Alice and Bob, final. The multiproof of both leaves of a tree of two: no sibling, one flag.
    function settle() private returns (Payee[] memory list) {
        list = payees(ALICE, 6 ether, BOB, 3 ether);
        fund(operator, 9 ether);
        post(nextEpoch(operator, list, 0, 0));
        vm.warp(block.timestamp + WINDOW);
        finalize(operator);
        (accounts, cumulatives) = (new address[](2), new uint128[](2));
        (accounts[0], accounts[1], cumulatives[0], cumulatives[1]) = (ALICE, BOB, 6 ether, 3 ether);
        flags = new bool[](1);
        flags[0] = true;
    }

    function claimMany(bool toBalance) private returns (uint128) {
        return settlement.claimMany(operator, accounts, cumulatives, noProof, flags, toBalance);
    }

    function test_aBalanceIsKeptAndWithdrawn() public {
        Payee[] memory list = settle();
        vm.expectEmit(address(settlement));
        emit ISettlement.Claimed(operator, ALICE, 6 ether, 6 ether);
        vm.prank(stranger);
        settlement.claimToBalance(operator, ALICE, 6 ether, ClaimsTree.proof(list, 0));
        vm.assertEq(settlement.balanceOf(operator, ALICE), 6 ether);
        vm.assertEq(settlement.claimedOf(operator, ALICE), 6 ether);
        vm.assertEq(token.balanceOf(ALICE), 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToClaim.selector, ALICE));
        settlement.claimToBalance(operator, ALICE, 6 ether, ClaimsTree.proof(list, 0));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToClaim.selector, ALICE));
        settlement.claim(operator, ALICE, 6 ether, ClaimsTree.proof(list, 0));

        vm.expectEmit(address(settlement));
        emit ISettlement.BalanceWithdrawn(operator, ALICE, 6 ether);
        vm.prank(stranger);
        vm.assertEq(settlement.withdraw(operator, ALICE), 6 ether);
        vm.assertEq(token.balanceOf(ALICE), 6 ether);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToWithdraw.selector, ALICE));
        settlement.withdraw(operator, ALICE);
    }

    function test_aMultiproofPaysMany() public {
        settle();
        vm.assertEq(claimMany(false), 9 ether);
        vm.assertEq(token.balanceOf(ALICE), 6 ether);
        vm.assertEq(token.balanceOf(BOB), 3 ether);
        vm.assertEq(claimMany(false), 0);
        vm.assertEq(settlement.stateOf(operator).claimed, 9 ether);
    }

    function test_aMultiproofFillsBalancesAndPassesOverWhatIsClaimed() public {
        Payee[] memory list = settle();
        settlement.claim(operator, ALICE, 6 ether, ClaimsTree.proof(list, 0));
        vm.assertEq(claimMany(true), 3 ether);
        vm.assertEq(settlement.balanceOf(operator, ALICE), 0);
        vm.assertEq(settlement.balanceOf(operator, BOB), 3 ether);
        vm.assertEq(token.balanceOf(address(settlement)), 3 ether);
    }

    function test_brokenMultiproofsAreRefused() public {
        settle();
        bytes memory bad = abi.encodeWithSelector(ISettlement.BadClaimsProof.selector);
        cumulatives[1] = 4 ether;
        vm.expectRevert(bad);
        claimMany(false);
        cumulatives[1] = 3 ether;
        flags.push(true);
        vm.expectRevert(bad);
        claimMany(false);
        flags.pop();
        cumulatives.push(1);
        vm.expectRevert(bad);
        claimMany(false);
        (accounts, cumulatives, flags) = (new address[](0), new uint128[](0), new bool[](0));
        noProof.push(settlement.stateOf(operator).claimsRoot);
        vm.expectRevert(bad);
        claimMany(false);
    }

    /// The same leaf twice in a multiproof counts once.
    function test_aRepeatedLeafPaysOnce() public {
        settle();
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        bytes32 alice = ClaimsTree.leafOf(list[0]);
        (accounts[0], accounts[1], cumulatives[0], cumulatives[1]) = (ALICE, ALICE, 6 ether, 6 ether);
        noProof.push(alice);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimsProof.selector));
        claimMany(false);
    }

    function test_balancesStopAtThePayouts() public {
        Payee[] memory lie = payees(ALICE, 10 ether, BOB, 40 ether);
        fund(operator, 10 ether);
        Epoch memory epoch = nextEpoch(operator, lie, 0, 0);
        epoch.payouts.sum = 10 ether;
        post(epoch);
        vm.warp(START + WINDOW);
        finalize(operator);
        (accounts, cumulatives, flags) = (new address[](2), new uint128[](2), new bool[](1));
        (accounts[0], accounts[1], cumulatives[0], cumulatives[1]) = (ALICE, BOB, 10 ether, 40 ether);
        flags[0] = true;
        bytes memory exceeds = abi.encodeWithSelector(ISettlement.ClaimsExceedPayouts.selector, 50 ether, 10 ether);
        vm.expectRevert(exceeds);
        claimMany(true);
    }

    // ── pause ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aPauseStopsNewEpochsOnly() public {
        fund(operator, 9 ether);
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        post(nextEpoch(operator, list, 0, 0));
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochsPaused(true);
        vm.prank(owner);
        settlement.setEpochsPaused(true);
        fund(operator, 3 ether);
        Epoch memory epoch = nextEpoch(operator, payees(ALICE, 8 ether, BOB, 4 ether), 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NewEpochsPaused.selector));
        vm.prank(operator);
        settlement.postEpoch(epoch);
        vm.warp(START + WINDOW);
        finalize(operator);
        settlement.claim(operator, ALICE, 6 ether, ClaimsTree.proof(list, 0));
        settlement.claimToBalance(operator, BOB, 3 ether, ClaimsTree.proof(list, 1));
        settlement.withdraw(operator, BOB);

        vm.prank(owner);
        settlement.setEpochsPaused(false);
        post(epoch);
        vm.prank(owner);
        settlement.setEpochsPaused(true);
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 2, stranger);
    }

    function test_onlyTheOwnerPauses() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        settlement.setEpochsPaused(true);
    }
}
