// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { vm } from "../support/Vm.sol";
import { FuzzSelector } from "./Ledger.t.sol";
import { RegistriesHandler } from "./RegistriesHandler.sol";

/// What holds of Datanets and disputes after any sequence of the handler's actions.
contract RegistriesInvariants {
    RegistriesHandler private handler;

    function setUp() public {
        handler = new RegistriesHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[10] memory actions = [
            RegistriesHandler.transferDatanet.selector,
            RegistriesHandler.setCurators.selector,
            RegistriesHandler.open.selector,
            RegistriesHandler.decide.selector,
            RegistriesHandler.appeal.selector,
            RegistriesHandler.vote.selector,
            RegistriesHandler.close.selector,
            RegistriesHandler.payPot.selector,
            RegistriesHandler.forward.selector,
            RegistriesHandler.pass.selector
        ];
        bytes4[] memory selectors = new bytes4[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            selectors[i] = actions[i];
        }
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    /// The disputes contract holds exactly the stakes of what is not closed.
    function invariant_stakesAreHeld() public view {
        vm.assertEq(handler.balanceOf(address(handler.disputes())), handler.heldStakes(), "stakes");
    }

    /// Pots hold what came in and was not forwarded.
    function invariant_potsConserve() public view {
        vm.assertEq(handler.inPots() + handler.potOut(), handler.potIn(), "pots");
    }

    /// Owners, curators and disputes of a past second never change.
    function invariant_pastStands() public view {
        vm.assertTrue(handler.pastStands(), "the past changed");
    }

    /// A record has at most one dispute that holds, the one that the payout rule is told of.
    function invariant_oneDisputeHolds() public view {
        vm.assertTrue(handler.oneDisputeHolds(), "disputes");
    }
}
