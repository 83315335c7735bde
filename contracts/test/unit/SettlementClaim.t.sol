// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch, SumRoot } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract SettlementClaimTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    /// @dev Collects `amount` more and makes an epoch with these cumulative payouts final; the rest is carried.
    function settle(address by, uint128 amount, Payee[] memory list) private {
        fund(by, amount);
        Epoch memory epoch = nextEpoch(by, list, 0, 0);
        epoch.carriedTotal = settlement.stateOf(by).funded - epoch.payouts.sum;
        post(epoch);
        vm.warp(block.timestamp + WINDOW);
        finalize(by);
    }

    function claim(Payee[] memory list, uint256 index) private returns (uint128) {
        return settlement.claim(operator, list[index].account, list[index].cumulative, ClaimsTree.proof(list, index));
    }

    function test_claimPaysWhatIsNew() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        vm.expectEmit(address(settlement));
        emit ISettlement.Claimed(operator, ALICE, 6 ether, 6 ether);
        vm.prank(stranger);
        vm.assertEq(claim(list, 0), 6 ether);
        vm.assertEq(token.balanceOf(ALICE), 6 ether);

        list = payees(ALICE, 8 ether, BOB, 5 ether);
        settle(operator, 10 ether, list);
        vm.assertEq(claim(list, 0), 2 ether);
        vm.assertEq(claim(list, 1), 5 ether);
        vm.assertEq(settlement.claimedOf(operator, ALICE), 8 ether);
        vm.assertEq(settlement.stateOf(operator).claimed, 13 ether);
    }

    function test_claimTwicePaysOnce() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        claim(list, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToClaim.selector, ALICE));
        claim(list, 0);
    }

    function test_openEpochsPayNothing() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        fund(operator, 9 ether);
        post(nextEpoch(operator, list, 0, 0));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, ALICE));
        claim(list, 0);
    }

    function test_proofsBindAccountAmountAndOperator() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        settle(otherOperator, 10 ether, payees(ALICE, 1 ether, BOB, 2 ether));
        bytes32[] memory proof = ClaimsTree.proof(list, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, ALICE));
        settlement.claim(operator, ALICE, 7 ether, proof);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, BOB));
        settlement.claim(operator, BOB, 6 ether, proof);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, ALICE));
        settlement.claim(otherOperator, ALICE, 6 ether, proof);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, ALICE));
        settlement.claim(operator, ALICE, 6 ether, new bytes32[](0));
    }

    function test_batchPassesOverWhatIsPaid() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        claim(list, 1);
        ISettlement.Claim[] memory claims = new ISettlement.Claim[](2);
        for (uint256 i = 0; i < 2; ++i) {
            claims[i] = ISettlement.Claim(list[i].account, list[i].cumulative, ClaimsTree.proof(list, i));
        }
        vm.assertEq(settlement.claimBatch(operator, claims), 6 ether);
        vm.assertEq(settlement.claimBatch(operator, claims), 0);
        claims[1].cumulative += 1;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadClaimProof.selector, BOB));
        settlement.claimBatch(operator, claims);
    }

    /// A claims root that promises more than the payouts' sum draws that sum and no wei of another operator.
    function test_lyingClaimsRootStopsAtThePayouts() public {
        settle(otherOperator, 50 ether, payees(ALICE, 20 ether, BOB, 30 ether));
        fund(operator, 10 ether);
        Payee[] memory lie = payees(ALICE, 10 ether, BOB, 40 ether);
        Epoch memory epoch = nextEpoch(operator, lie, 0, 0);
        epoch.payouts = SumRoot("payouts", 10 ether, 2);
        post(epoch);
        vm.warp(block.timestamp + WINDOW);
        finalize(operator);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.ClaimsExceedPayouts.selector, 40 ether, 10 ether));
        claim(lie, 1);
        claim(lie, 0);
        vm.assertEq(token.balanceOf(address(settlement)), 50 ether);
    }

    function testFuzz_everyAccountGetsItsPayout(uint64[7] memory amounts) public {
        Payee[] memory list = new Payee[](7);
        uint128 sum = 0;
        for (uint256 i = 0; i < 7; ++i) {
            uint128 amount = uint128(amounts[i]) + 1;
            list[i] = Payee(address(uint160(0x1000 + i)), amount);
            sum += amount;
        }
        settle(operator, sum, list);
        for (uint256 i = 0; i < 7; ++i) {
            claim(list, i);
            vm.assertEq(token.balanceOf(list[i].account), list[i].cumulative);
        }
        vm.assertEq(token.balanceOf(address(settlement)), 0);
        vm.assertEq(settlement.stateOf(operator).claimed, sum);
    }
}
