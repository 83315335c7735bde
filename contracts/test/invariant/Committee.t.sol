// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { vm } from "../support/Vm.sol";
import { CommitteeHandler } from "./CommitteeHandler.sol";
import { FuzzSelector } from "./Ledger.t.sol";

/// What holds of committees after any sequence of the handler's actions.
contract CommitteeInvariants {
    CommitteeHandler private calls;

    function setUp() public {
        calls = new CommitteeHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(calls);
    }

    /// Every action of the handler, not its `setUp`.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[11] memory actions = [
            CommitteeHandler.ask.selector,
            CommitteeHandler.draw.selector,
            CommitteeHandler.handOver.selector,
            bytes4(keccak256("commit(uint256,uint8)")),
            bytes4(keccak256("reveal(uint256)")),
            CommitteeHandler.resolve.selector,
            CommitteeHandler.unstake.selector,
            CommitteeHandler.stay.selector,
            CommitteeHandler.convict.selector,
            CommitteeHandler.renew.selector,
            CommitteeHandler.pass.selector
        ];
        bytes4[] memory selectors = new bytes4[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            selectors[i] = actions[i];
        }
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(calls), selectors);
    }

    /// The committee holds what the open request prepaid, to the wei.
    function invariant_theCommitteeHoldsWhatIsPrepaid() public view {
        vm.assertEq(calls.held(), calls.prepaid(), "prepaid");
    }

    /// An epoch is held as long as a request about it is open, and no longer.
    function invariant_anOpenRequestHoldsItsEpoch() public view {
        vm.assertTrue(calls.isHeld() == (calls.prepaid() > 0), "held");
    }

    /// A request's end slashes who was drawn, got the content and said nothing, of stake and of what is unbonding alike,
    /// and nobody else.
    function invariant_silenceAloneIsSlashed() public view {
        vm.assertEq(calls.misjudged(), 0, "slashed");
    }

    /// The handler's calls do reach verdicts and slashes, else the invariants would show nothing.
    function test_theHandlerReachesVerdictsAndSlashes() public {
        for (uint256 round = 0; round < 2; ++round) {
            calls.ask();
            calls.draw();
            calls.handOver();
            for (uint256 i = 0; i < 5; ++i) {
                calls.unstake(i, 100 ether);
            }
            calls.commit(0, uint8(round));
            calls.commit(1, uint8(round));
            calls.reveal(0);
            calls.reveal(1);
            calls.resolve(true);
            calls.pass(uint32(1 hours));
            if (round == 0) calls.convict(0);
            calls.renew(1);
        }
        vm.assertEq(calls.ended(ICommittee.Outcome.Stands), 1);
        vm.assertEq(calls.ended(ICommittee.Outcome.Moved), 1);
        calls.ask();
        calls.draw();
        calls.handOver();
        calls.resolve(true);
        vm.assertEq(calls.ended(ICommittee.Outcome.NoQuorum), 1);
        vm.assertGt(calls.silentLeaving(), 3, "silent and leaving");
        invariant_theCommitteeHoldsWhatIsPrepaid();
        invariant_anOpenRequestHoldsItsEpoch();
        invariant_silenceAloneIsSlashed();
    }
}
