// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TrainingFees } from "../../src/TrainingFees.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Fixture } from "../support/Fixture.sol";
import { Log, logs } from "../support/Logs.sol";
import { vm } from "../support/Vm.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// Fees that do not divide.
contract TrainingFeesRoundingTest is Fixture {
    TrainingFees private fees;
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        fees = TrainingFees(datanets.trainingFees());
        datanetId = createDatanet();
        Curator[] memory curators = new Curator[](1);
        curators[0] = Curator(address(0xC1), 1);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        publishVersion(datanetId, "root");
        token.transfer(developer, 1 ether);
        vm.prank(developer);
        token.approve(address(fees), type(uint256).max);
    }

    function pay(uint128 fee) private {
        vm.prank(datanetOwner);
        datanets.grantAccess(datanetId, developer, "terms", START + 1 days, 0, 0, fee);
        vm.prank(developer);
        fees.pay("root");
    }

    /// A ten-thousandth of 9,999 wei is none; the owner has them all.
    function test_aCuratorsPartIsRoundedDown() public {
        pay(102_031);
        vm.assertEq(fees.balanceOf(address(0xC1)), 0);
        vm.assertEq(fees.balanceOf(datanetOwner), 9_999);
    }

    function test_aFeeTooSmallToBurn() public {
        logs.recordLogs();
        pay(10);
        Log[] memory all = logs.getRecordedLogs();
        uint256 transfers = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].emitter == address(token) && all[i].topics[0] == IERC20.Transfer.selector) ++transfers;
        }
        vm.assertEq(transfers, 1);
        vm.assertEq(token.balanceOf(address(fees)), 10);
    }
}
