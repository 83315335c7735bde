// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ClaimVault } from "../../src/ClaimVault.sol";
import { IClaimVault } from "../../src/interfaces/IClaimVault.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch, SumRoot } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract ClaimVaultTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);

    /// @dev The operator's vault.
    ClaimVault private made;

    function setUp() public override {
        super.setUp();
        made = claims(operator);
    }

    /// @dev Collects `amount` more and makes an epoch with these cumulative payouts final; the rest is carried.
    function settle(address by, uint128 amount, Payee[] memory list) private {
        fund(by, amount);
        Epoch memory epoch = nextEpoch(by, list, 0, 0);
        epoch.carriedTotal = settlement.stateOf(by).funded - epoch.payouts.sum;
        post(epoch);
        vm.warp(block.timestamp + WINDOW);
        finalize(by);
    }

    /// @dev A claims root that promises more than the payouts' sum, unchallenged and final.
    function settleLie(address by, uint128 amount, uint128 sum, Payee[] memory lie) private {
        fund(by, amount);
        Epoch memory epoch = nextEpoch(by, lie, 0, 0);
        epoch.payouts = SumRoot("payouts", sum, 2);
        post(epoch);
        vm.warp(block.timestamp + WINDOW);
        finalize(by);
    }

    function claim(Payee[] memory list, uint256 index) private returns (uint128) {
        return made.claim(pack(list[index].account, list[index].cumulative), ClaimsTree.proof(list, index));
    }

    function toBalance(Payee[] memory list, uint256 index) private returns (uint128) {
        Payee memory payee = list[index];
        return made.claimToBalance(pack(payee.account, payee.cumulative), ClaimsTree.proof(list, index));
    }

    function claimAll(Payee[] memory list, bool asBalances) private returns (uint128) {
        (bytes32[] memory packed, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.wholeTree(list);
        return made.claimMany(packed, proof, flags, asBalances);
    }

    // ── the vault itself ──────────────────────────────────────────────────────────────────────────────────────────

    function test_theVaultStandsWhereItWasForetold() public {
        address foretold = settlement.vaultOf(operator);
        vm.assertEq(foretold.code.length, 0);
        token.transfer(foretold, 1 ether);
        fund(operator, 9 ether);
        post(nextEpoch(operator, payees(ALICE, 6 ether, BOB, 3 ether), 0, 0));
        vm.warp(START + WINDOW);
        vm.expectEmit(address(settlement));
        emit ISettlement.VaultCreated(operator, foretold);
        vm.expectEmit(foretold);
        emit IClaimVault.RootInstalled(ClaimsTree.root(payees(ALICE, 6 ether, BOB, 3 ether)));
        finalize(operator);
        vm.assertEq(address(made), foretold);
        vm.assertEq(made.operator(), operator);
        vm.assertEq(made.settlement(), address(settlement));
        vm.assertEq(address(made.token()), address(token));
        vm.assertEq(made.claimsRoot(), settlement.stateOf(operator).claimsRoot);
        vm.assertEq(made.unclaimed(), 10 ether);
        vm.assertTrue(settlement.vaultOf(otherOperator) != foretold);
    }

    function test_onlySettlementInstallsRoots() public {
        settle(operator, 9 ether, payees(ALICE, 6 ether, BOB, 3 ether));
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.NotSettlement.selector, owner));
        vm.prank(owner);
        made.install("root");
    }

    // ── pushed ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_claimPaysWhatIsNew() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        vm.expectEmit(address(made));
        emit IClaimVault.Claimed(ALICE, 6 ether);
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
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.NothingToClaim.selector, ALICE));
        claim(list, 0);
    }

    function test_openEpochsPayNothing() public {
        settle(operator, 1 ether, payees(ALICE, 0.5 ether, BOB, 0.5 ether));
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        fund(operator, 8 ether);
        post(nextEpoch(operator, list, 0, 0));
        bytes32[] memory proof = ClaimsTree.proof(list, 0);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, ALICE));
        made.claim(pack(ALICE, 6 ether), proof);
    }

    function test_proofsBindAccountAmountAndOperator() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 10 ether, list);
        settle(otherOperator, 10 ether, payees(ALICE, 1 ether, BOB, 2 ether));
        bytes32[] memory proof = ClaimsTree.proof(list, 0);
        ClaimVault other = claims(otherOperator);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, ALICE));
        made.claim(pack(ALICE, 7 ether), proof);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, BOB));
        made.claim(pack(BOB, 6 ether), proof);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, ALICE));
        other.claim(pack(ALICE, 6 ether), proof);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimProof.selector, ALICE));
        made.claim(pack(ALICE, 6 ether), new bytes32[](0));
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
            if (i % 2 == 0) claim(list, i);
            else toBalance(list, i);
        }
        vm.assertEq(made.unclaimed(), 0);
        vm.assertEq(settlement.stateOf(operator).claimed, sum);
        for (uint256 i = 0; i < 7; ++i) {
            if (i % 2 == 1) made.withdraw(list[i].account);
            vm.assertEq(token.balanceOf(list[i].account), list[i].cumulative);
        }
        vm.assertEq(token.balanceOf(address(made)), 0);
    }

    // ── balances ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aBalanceIsKeptAndWithdrawn() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 9 ether, list);
        vm.expectEmit(address(made));
        emit IClaimVault.Claimed(ALICE, 6 ether);
        vm.prank(stranger);
        toBalance(list, 0);
        vm.assertEq(made.balanceOf(ALICE), 6 ether);
        vm.assertEq(made.claimedOf(ALICE), 6 ether);
        vm.assertEq(made.reserved(), 6 ether);
        vm.assertEq(token.balanceOf(ALICE), 0);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.NothingToClaim.selector, ALICE));
        toBalance(list, 0);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.NothingToClaim.selector, ALICE));
        claim(list, 0);

        vm.expectEmit(address(made));
        emit IClaimVault.BalanceWithdrawn(ALICE, 6 ether);
        vm.prank(stranger);
        vm.assertEq(made.withdraw(ALICE), 6 ether);
        vm.assertEq(token.balanceOf(ALICE), 6 ether);
        vm.assertEq(made.reserved(), 0);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.NothingToWithdraw.selector, ALICE));
        made.withdraw(ALICE);
    }

    // ── many ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aMultiproofPaysMany() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 9 ether, list);
        (bytes32[] memory packed,,) = ClaimsTree.wholeTree(list);
        vm.expectEmit(address(made));
        emit IClaimVault.ClaimedMany(9 ether, false, packed);
        vm.assertEq(claimAll(list, false), 9 ether);
        vm.assertEq(token.balanceOf(ALICE), 6 ether);
        vm.assertEq(token.balanceOf(BOB), 3 ether);
        vm.assertEq(claimAll(list, false), 0);
        vm.assertEq(settlement.stateOf(operator).claimed, 9 ether);
    }

    function test_aMultiproofFillsBalancesAndPassesOverWhatIsClaimed() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 9 ether, list);
        claim(list, 0);
        vm.assertEq(claimAll(list, true), 3 ether);
        vm.assertEq(made.balanceOf(ALICE), 0);
        vm.assertEq(made.balanceOf(BOB), 3 ether);
        vm.assertEq(token.balanceOf(address(made)), 3 ether);
    }

    function test_brokenMultiproofsAreRefused() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 9 ether, list);
        bytes memory bad = abi.encodeWithSelector(IClaimVault.BadClaimsProof.selector);
        (bytes32[] memory packed, bytes32[] memory none, uint256[] memory flags) = ClaimsTree.wholeTree(list);
        (bytes32[] memory one, uint256[] memory noFlags) = (new bytes32[](1), new uint256[](0));
        vm.expectRevert(bad);
        made.claimMany(packed, none, noFlags, false);
        vm.expectRevert(bad);
        made.claimMany(packed, none, new uint256[](2), false);
        vm.expectRevert(bad);
        made.claimMany(packed, one, flags, false);
        // Neither a batch of none with the root as its proof, nor the root's own leaf list.
        one[0] = made.claimsRoot();
        vm.expectRevert(bad);
        made.claimMany(new bytes32[](0), one, noFlags, false);
        vm.expectRevert(bad);
        made.claimMany(one, none, noFlags, false);
        packed[1] = bytes32(uint256(packed[1]) + 1);
        vm.expectRevert(bad);
        made.claimMany(packed, none, flags, false);
    }

    /// The same claim twice in one multiproof is no pair of the tree.
    function test_aRepeatedLeafIsRefused() public {
        Payee[] memory list = payees(ALICE, 6 ether, BOB, 3 ether);
        settle(operator, 9 ether, list);
        (bytes32[] memory packed, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.wholeTree(list);
        (packed[0], packed[1]) = (ClaimsTree.pack(list[0]), ClaimsTree.pack(list[0]));
        proof = new bytes32[](1);
        proof[0] = ClaimsTree.leafOf(list[1]);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.BadClaimsProof.selector));
        made.claimMany(packed, proof, flags, false);
    }

    // ── a root that lies ──────────────────────────────────────────────────────────────────────────────────────────

    /// It draws the operator's own payouts and no wei of another operator.
    function test_lyingClaimsRootStopsAtThePayouts() public {
        settle(otherOperator, 50 ether, payees(ALICE, 20 ether, BOB, 30 ether));
        Payee[] memory lie = payees(ALICE, 10 ether, BOB, 40 ether);
        settleLie(operator, 10 ether, 10 ether, lie);
        bytes32[] memory proof = ClaimsTree.proof(lie, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(made), 10 ether, 40 ether)
        );
        made.claim(pack(BOB, 40 ether), proof);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.ClaimsExceedFunds.selector, 40 ether, 10 ether));
        made.claimToBalance(pack(BOB, 40 ether), proof);
        (bytes32[] memory packed, bytes32[] memory none, uint256[] memory flags) = ClaimsTree.wholeTree(lie);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.ClaimsExceedFunds.selector, 50 ether, 10 ether));
        made.claimMany(packed, none, flags, true);
        claim(lie, 0);
        vm.assertEq(token.balanceOf(address(claims(otherOperator))), 50 ether);
    }

    /// What was kept as a balance before is out of its reach, by pushes and by balances.
    function test_lyingClaimsRootCannotReachBalances() public {
        Payee[] memory honest = payees(ALICE, 6 ether, BOB, 4 ether);
        settle(operator, 10 ether, honest);
        toBalance(honest, 0);
        Payee[] memory lie = payees(stranger, 6 ether, BOB, 8 ether);
        settleLie(operator, 2 ether, 12 ether, lie);
        claim(lie, 0);
        vm.assertEq(made.unclaimed(), 0);
        bytes32[] memory proof = ClaimsTree.proof(lie, 1);
        vm.expectRevert();
        made.claim(pack(BOB, 8 ether), proof);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.ClaimsExceedFunds.selector, 14 ether, 6 ether));
        made.claimToBalance(pack(BOB, 8 ether), proof);
        vm.assertEq(made.withdraw(ALICE), 6 ether);
    }

    /// Even in part: a payment that would bite into balances is refused as a whole.
    function test_aPaymentIntoTheBalancesIsRefused() public {
        Payee[] memory honest = payees(ALICE, 6 ether, BOB, 4 ether);
        settle(operator, 10 ether, honest);
        toBalance(honest, 0);
        Payee[] memory lie = payees(stranger, 7 ether, BOB, 8 ether);
        settleLie(operator, 2 ether, 12 ether, lie);
        bytes32[] memory proof = ClaimsTree.proof(lie, 0);
        vm.expectRevert(abi.encodeWithSelector(IClaimVault.ClaimsExceedFunds.selector, 6 ether, 5 ether));
        made.claim(pack(stranger, 7 ether), proof);
    }

    /// Whatever roots say: paid + kept ≤ paid in, in any mix of both ways.
    function testFuzz_aLyingRootNeverDrawsMoreThanWasPaidIn(uint64[6] memory promised, uint8 ways, uint64 paidIn)
        public
    {
        Payee[] memory lie = new Payee[](6);
        for (uint256 i = 0; i < 6; ++i) {
            lie[i] = Payee(address(uint160(0x1000 + i)), uint128(promised[i]) + 1);
        }
        uint128 sum = uint128(paidIn) + 1;
        settleLie(operator, sum, sum, lie);
        uint256 drawn = 0;
        for (uint256 i = 0; i < 6; ++i) {
            bytes32[] memory proof = ClaimsTree.proof(lie, i);
            bytes memory call = (ways >> i) & 1 == 0
                ? abi.encodeCall(IClaimVault.claim, (pack(lie[i].account, lie[i].cumulative), proof))
                : abi.encodeCall(IClaimVault.claimToBalance, (pack(lie[i].account, lie[i].cumulative), proof));
            (bool ok,) = address(made).call(call);
            if (ok) drawn += lie[i].cumulative;
            vm.assertTrue(token.balanceOf(address(made)) >= made.reserved());
        }
        vm.assertTrue(drawn <= sum);
        vm.assertEq(made.unclaimed(), sum - drawn);
    }
}
