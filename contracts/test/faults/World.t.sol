// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CreditLeaf } from "../../src/types/Leaves.sol";
import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { EpochWorld } from "./EpochWorld.sol";

/// The honest epochs that the fault tests lie about are really posted, and are what they say.
contract WorldTest is EpochWorld {
    function test_honestEpochsArePosted() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            Book memory book = honest(number);
            (bytes32 posted,,,) = settlement.epochOf(maker, uint64(number));
            vm.assertEq(book.header().hash(), posted);
            vm.assertGe(book.payouts.length, 6, "accounts");
        }
        vm.assertGe(honest(2).credits.length, 20, "credits");
    }

    /// Everybody whom the tests lie about is paid in some epoch: then's owners, curators, ancestors, pools, the pot.
    function test_theWorldPaysEveryRole() public view {
        bytes32 dispute = datanets.disputeAt(datanetIds[0], contributorOf(0, 1), record(0, 1), CALLED_AGAIN_AT);
        vm.assertTrue(dispute != 0);
        vm.assertTrue(_pays(1, datanetOwner, 5) && _pays(2, heir, 5) && !_pays(2, stranger, 5), "Datanet");
        vm.assertTrue(_pays(1, address(0xCA0), 5) && _pays(2, address(0xCA1), 5), "curators");
        vm.assertTrue(_pays(1, developer, 2) && _pays(2, buyer, 2) && !_pays(2, heir, 2), "model");
        vm.assertTrue(_pays(2, secondDeveloper, 2), "ancestors take a part only");
        vm.assertTrue(_pays(1, staking.poolOf(modelIds[0]), 3) && _pays(2, staking.poolOf(modelIds[2]), 3), "pools");
        vm.assertTrue(_pays(2, datanets.potOf(dispute), 4), "pot");
        vm.assertEq(honest(2).carriedTotal, 0);
    }

    function _pays(uint256 number, address account, uint8 role) private view returns (bool) {
        CreditLeaf[] memory credits = honest(number).credits;
        for (uint256 i = 0; i < credits.length; ++i) {
            if (credits[i].account == account && credits[i].role == role) return true;
        }
        return false;
    }
}
