// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// What posts found collected from a channel.
contract CollectedAtTest is Fixture {
    bytes32 private channelId;

    function setUp() public override {
        super.setUp();
        channelId = escrow.channelIdOf(payer, operator, signer);
    }

    function postAll() private {
        uint128 sum = settlement.stateOf(operator).funded;
        Payee[] memory list = new Payee[](1);
        list[0] = Payee(contributor, sum);
        post(nextEpoch(operator, list, 0, 0));
    }

    function expectAt(uint64 number, uint128 cumulative) private view {
        (uint128 found, bool known) = escrow.collectedAt(channelId, number);
        vm.assertTrue(known, "known");
        vm.assertEq(found, cumulative, "cumulative");
    }

    function expectUnknown(uint64 number) private view {
        (, bool known) = escrow.collectedAt(channelId, number);
        vm.assertFalse(known);
    }

    /// Ten open epochs, one of them without this channel: each one's closing cumulative is known.
    function test_everyOpenEpochIsKnown() public {
        expectUnknown(1);
        for (uint64 i = 1; i <= 10; ++i) {
            if (i == 6) {
                vm.prank(stranger);
                bytes32 other = escrow.openChannel(operator, stranger, 0, 0, 1 ether);
                collect(operator, other, 1 ether, signVoucher(STRANGER_KEY, other, 1 ether));
            } else {
                fund(operator, 1 ether);
            }
            postAll();
        }
        fund(operator, 1 ether);
        for (uint64 i = 1; i <= 10; ++i) {
            expectAt(i, i < 6 ? i * 1 ether : (i - 1) * 1 ether);
        }
        expectUnknown(11);
        vm.warp(START + WINDOW);
        for (uint64 i = 1; i <= 10; ++i) {
            finalize(operator);
        }
        expectAt(10, 9 ether);
    }

    /// Many collections between two posts leave one cumulative.
    function test_collectionsBetweenPostsAreOne() public {
        fund(operator, 1 ether);
        fund(operator, 1 ether);
        postAll();
        fund(operator, 3 ether);
        fund(operator, 4 ether);
        expectAt(1, 2 ether);
        postAll();
        expectAt(1, 2 ether);
        expectAt(2, 9 ether);
    }

    /// A channel that is collected for the first time later found nothing before.
    function test_anUncollectedChannelFoundNothing() public {
        vm.prank(stranger);
        bytes32 other = escrow.openChannel(operator, stranger, 0, 0, 5 ether);
        collect(operator, other, 1 ether, signVoucher(STRANGER_KEY, other, 1 ether));
        postAll();
        fund(operator, 1 ether);
        expectAt(1, 0);
        postAll();
        expectAt(2, 1 ether);
    }

    /// The first entry of a channel's history may come after epochs that are final already.
    function test_aChannelThatIsOlderThanItsHistory() public {
        fund(operator, 1 ether);
        postAll();
        vm.warp(START + WINDOW);
        finalize(operator);
        fund(operator, 2 ether);
        postAll();
        vm.warp(START + 2 * WINDOW);
        finalize(operator);
        vm.prank(stranger);
        channelId = escrow.openChannel(operator, stranger, 0, 0, 9 ether);
        collect(operator, channelId, 1 ether, signVoucher(STRANGER_KEY, channelId, 1 ether));
        postAll();
        collect(operator, channelId, 3 ether, signVoucher(STRANGER_KEY, channelId, 3 ether));
        expectAt(3, 1 ether);
        postAll();
        collect(operator, channelId, 7 ether, signVoucher(STRANGER_KEY, channelId, 7 ether));
        expectAt(3, 1 ether);
        expectAt(4, 3 ether);
    }

    /// A void epoch's number is posted again later: it is judged by what that post found.
    function test_voidEpochsDontShiftTheHistory() public {
        fund(operator, 1 ether);
        postAll();
        fund(operator, 2 ether);
        postAll();
        fund(operator, 4 ether);
        postAll();
        vm.prank(address(challenges));
        settlement.voidEpochs(operator, 2, stranger);
        expectAt(1, 1 ether);
        expectUnknown(2);
        fund(operator, 8 ether);
        postAll();
        expectAt(1, 1 ether);
        expectAt(2, 15 ether);
    }

    /// Entries are used again once their epochs are final: what the history forgets is final.
    function testFuzz_onlyFinalEpochsAreForgotten(uint8[12] memory steps) public {
        uint128[13] memory closing;
        uint64 posted = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            if (steps[i] % 3 != 0 || posted == 0) {
                fund(operator, 1 ether + steps[i]);
                postAll();
                closing[++posted] = settlement.stateOf(operator).funded;
            }
            vm.warp(block.timestamp + WINDOW / 3);
            ISettlement.OperatorState memory state = settlement.stateOf(operator);
            if (state.finalCount < state.epochCount) {
                (,, uint64 finalizesAt,) = settlement.epochOf(operator, state.finalCount + 1);
                if (block.timestamp >= finalizesAt) finalize(operator);
            }
            for (uint64 j = settlement.stateOf(operator).finalCount + 1; j <= posted; ++j) {
                expectAt(j, closing[j]);
            }
        }
    }
}
