// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Challenges } from "../../src/Challenges.sol";
import { IBondVault } from "../../src/interfaces/IBondVault.sol";
import { IChallenges } from "../../src/interfaces/IChallenges.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { ScriptedProver } from "../support/ScriptedProver.sol";
import { vm } from "../support/Vm.sol";

/// Commit, reveal and what a proven fault does to books and bonds; provers have tests of their own.
contract ChallengesTest is Fixture {
    address private constant ALICE = address(0xA11);
    address private constant BOB = address(0xB0B);
    bytes32 private constant SALT = "salt";
    uint8 private constant KIND = 17;

    function proverCodes() internal view virtual override returns (bytes[] memory codes) {
        codes = new bytes[](2);
        (codes[0], codes[1]) = (type(ScriptedProver).creationCode, type(ScriptedProver).creationCode);
    }

    function setUp() public override {
        super.setUp();
        vm.roll(100);
    }

    function commitAs(address by, uint64 number, bytes memory proof) private {
        bytes32 commitment = challenges.commitmentOf(by, operator, number, KIND, proof, SALT);
        vm.prank(by);
        challenges.commit(commitment);
    }

    function challengeAs(address by, uint64 number, bytes memory proof) private {
        vm.prank(by);
        challenges.challenge(operator, number, KIND, proof, SALT);
    }

    /// @dev Proves epoch `number` faulty, in two blocks.
    function convict(uint64 number) private {
        (bytes32 epochHash,,,) = settlement.epochOf(operator, number);
        commitAs(stranger, number, abi.encode(epochHash));
        vm.roll(101);
        challengeAs(stranger, number, abi.encode(epochHash));
    }

    /// @dev Epoch `number` pays `number` OPEN to Alice and twice that to Bob, all that was collected.
    function postPlain(uint64 number) private returns (bytes32) {
        fund(operator, 3 ether);
        return post(nextEpoch(operator, payees(ALICE, number * 1 ether, BOB, number * 2 ether), 0, 0));
    }

    // ── commit and reveal ─────────────────────────────────────────────────────────────────────────────────────────

    function test_linkedBothWays() public {
        vm.assertEq(challenges.settlement(), address(settlement));
        vm.assertEq(settlement.challenges(), address(challenges));
        vm.assertEq(challenges.proverCount(), 2);
        vm.assertEq(challenges.provers(2), address(0));
        address[] memory provers = new address[](0);
        address origins = challenges.origins();
        vm.expectRevert(
            abi.encodeWithSelector(IChallenges.NotLinked.selector, address(settlement), address(challenges))
        );
        new Challenges(address(settlement), provers, origins, ANSWER_WINDOW, PRICE_PER_LEAF);
    }

    function test_aProvenFaultVoidsTheEpoch() public {
        bytes32 epochHash = postPlain(1);
        bytes memory proof = abi.encode(epochHash);
        bytes32 commitment = challenges.commitmentOf(stranger, operator, 1, KIND, proof, SALT);
        vm.expectEmit(address(challenges));
        emit IChallenges.Committed(commitment, 100);
        commitAs(stranger, 1, proof);
        vm.assertEq(challenges.committedAt(commitment), 100);
        vm.roll(101);
        vm.expectEmit(address(challenges));
        emit IChallenges.FaultProven(operator, 1, epochHash, KIND, stranger);
        vm.expectEmit(address(settlement));
        emit ISettlement.EpochsVoided(operator, 1, 1, stranger);
        challengeAs(stranger, 1, proof);
        (bytes32 kept,,, ISettlement.EpochStatus status) = settlement.epochOf(operator, 1);
        vm.assertEq(kept, epochHash);
        vm.assertTrue(status == ISettlement.EpochStatus.Void);
        vm.assertEq(settlement.postOf(operator, 1), 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IChallenges.NotCommitted.selector, challenges.commitmentOf(stranger, operator, 1, KIND, proof, SALT)
            )
        );
        challengeAs(stranger, 1, proof);
    }

    function test_theProofFollowsInALaterBlock() public {
        bytes memory proof = abi.encode(postPlain(1));
        commitAs(stranger, 1, proof);
        vm.expectRevert(abi.encodeWithSelector(IChallenges.CommittedThisBlock.selector, 100));
        challengeAs(stranger, 1, proof);
        vm.roll(101);
        commitAs(stranger, 1, proof);
        challengeAs(stranger, 1, proof);
    }

    /// A copied reveal, with or without a copied commitment, gets nowhere.
    function test_aCopierHasNoCommitment() public {
        bytes memory proof = abi.encode(postPlain(1));
        commitAs(stranger, 1, proof);
        vm.prank(payer);
        challenges.commit(challenges.commitmentOf(stranger, operator, 1, KIND, proof, SALT));
        vm.roll(101);
        bytes32 own = challenges.commitmentOf(payer, operator, 1, KIND, proof, SALT);
        vm.expectRevert(abi.encodeWithSelector(IChallenges.NotCommitted.selector, own));
        challengeAs(payer, 1, proof);
        challengeAs(stranger, 1, proof);
    }

    function test_aWrongProofChangesNothing() public {
        bytes32 epochHash = postPlain(1);
        bytes[3] memory proofs = [abi.encode(bytes32(0)), abi.encode(keccak256("another epoch")), abi.encode(epochHash)];
        bytes[3] memory errors = [
            abi.encodeWithSelector(ScriptedProver.Refuted.selector, KIND),
            abi.encodeWithSelector(IChallenges.WrongEpoch.selector, keccak256("another epoch"), epochHash),
            abi.encodeWithSelector(IChallenges.EpochNotOpen.selector, operator, 2)
        ];
        for (uint64 i = 0; i < 3; ++i) {
            commitAs(stranger, i == 2 ? 2 : 1, proofs[i]);
        }
        vm.roll(101);
        for (uint64 i = 0; i < 3; ++i) {
            vm.expectRevert(errors[i]);
            challengeAs(stranger, i == 2 ? 2 : 1, proofs[i]);
        }
        vm.assertEq(settlement.epochCount(operator), 1);
        vm.assertEq(vault.bondOf(operator).amount, 10_000 ether);
    }

    function test_unknownKindsAreRefused() public {
        bytes memory proof = abi.encode(postPlain(1));
        bytes32 commitment = challenges.commitmentOf(stranger, operator, 1, 32, proof, SALT);
        vm.prank(stranger);
        challenges.commit(commitment);
        vm.roll(101);
        vm.expectRevert(abi.encodeWithSelector(IChallenges.UnknownKind.selector, 32));
        vm.prank(stranger);
        challenges.challenge(operator, 1, 32, proof, SALT);
    }

    // ── books ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_onlyChallengesVoids() public {
        postPlain(1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotChallenges.selector, stranger));
        vm.prank(stranger);
        settlement.voidEpochs(operator, 1, stranger);
    }

    function test_booksGoBackAndTheNumberIsPostedAgain() public {
        bytes32 first = postPlain(1);
        ISettlement.OperatorState memory before = settlement.stateOf(operator);
        postPlain(2);
        postPlain(3);
        convict(2);
        ISettlement.OperatorState memory state = settlement.stateOf(operator);
        vm.assertEq(state.epochCount, 1);
        vm.assertEq(state.lastEpochHash, first);
        vm.assertEq(state.accounted, before.accounted);
        vm.assertEq(state.funded, 9 ether);
        (uint32 posts, uint32 finalPosts) = settlement.postsOf(operator);
        vm.assertEq(posts, 3);
        vm.assertEq(finalPosts, 0);

        bytes32 again = post(nextEpoch(operator, payees(ALICE, 4 ether, BOB, 5 ether), 0, 0));
        (bytes32 stands,,, ISettlement.EpochStatus status) = settlement.epochOf(operator, 2);
        vm.assertEq(stands, again);
        vm.assertTrue(status == ISettlement.EpochStatus.Open);
        vm.assertEq(settlement.postOf(operator, 2), 4);
        vm.warp(START + 2 * WINDOW);
        finalize(operator);
        finalize(operator);
        vm.assertEq(settlement.stateOf(operator).payoutsSum, 9 ether);
    }

    /// Claims of the last final epoch go on; a final epoch stands for ever.
    function test_finalEpochsStandAndPay() public {
        bytes32 first = postPlain(1);
        vm.warp(START + WINDOW);
        finalize(operator);
        postPlain(2);
        commitAs(stranger, 1, abi.encode(first));
        convict(2);
        vm.expectRevert(abi.encodeWithSelector(IChallenges.EpochNotOpen.selector, operator, 1));
        challengeAs(stranger, 1, abi.encode(first));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochNotOpen.selector, operator, 1));
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 1, stranger);
        Payee[] memory list = payees(ALICE, 1 ether, BOB, 2 ether);
        vm.assertEq(claims(operator).claim(pack(ALICE, 1 ether), ClaimsTree.proof(list, 0)), 1 ether);
    }

    function test_finalizeTakesTheHeaderAsPosted() public {
        bytes32 epochHash = postPlain(1);
        vm.warp(START + WINDOW);
        Epoch memory other = header(operator, 1);
        other.burned = 1;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.WrongEpoch.selector, other.hash(), epochHash));
        settlement.finalize(other);
    }

    // ── bonds ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_theBondIsBurnedByHalfAndPaid() public {
        postPlain(1);
        uint256 supply = token.totalSupply();
        uint256 balance = token.balanceOf(stranger);
        uint128 locked = vault.bondOf(operator).locked;
        vm.assertEq(locked, MINIMUM_BOND + 0.3 ether);
        convict(1);
        vm.assertEq(token.balanceOf(stranger) - balance, locked / 2);
        vm.assertEq(supply - token.totalSupply(), locked - locked / 2);
        vm.assertEq(vault.bondOf(operator).amount, 10_000 ether - locked);
        vm.assertEq(vault.bondOf(operator).locked, 0);
    }

    /// Epochs below the void one are still bonded as far as there is a bond, and wait for the rest of it.
    function test_olderOpenEpochsNeedTheirBondAgain() public {
        vm.prank(operator);
        vault.withdraw(9899.1 ether);
        postPlain(1);
        postPlain(2);
        postPlain(3);
        convict(3);
        vm.assertEq(vault.bondOf(operator).amount, 0);
        vm.warp(START + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IBondVault.BondTooSmall.selector, 0, MINIMUM_BOND + 0.3 ether));
        finalize(operator);
        vault.deposit(operator, 200 ether);
        finalize(operator);
        vm.assertEq(vault.bondOf(operator).locked, MINIMUM_BOND + 0.3 ether);
        finalize(operator);
        vm.assertEq(vault.bondOf(operator).locked, 0);
    }

    function test_theRestOfTheBondStaysLockedForOlderEpochs() public {
        postPlain(1);
        postPlain(2);
        convict(2);
        vm.assertEq(vault.bondOf(operator).locked, MINIMUM_BOND + 0.3 ether);
    }

    function test_onlySettlementSlashes() public {
        vm.expectRevert(abi.encodeWithSelector(IBondVault.NotSettlement.selector, stranger));
        vm.prank(stranger);
        vault.slash(operator, stranger, 0);
    }
}
