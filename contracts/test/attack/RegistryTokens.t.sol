// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { DatanetRegistry } from "../../src/DatanetRegistry.sol";
import { OpenToken } from "../../src/OpenToken.sol";
import { RecordDisputes } from "../../src/RecordDisputes.sol";
import { TrainingFees } from "../../src/TrainingFees.sol";
import { IRecordDisputes } from "../../src/interfaces/IRecordDisputes.sol";
import { ITrainingFees } from "../../src/interfaces/ITrainingFees.sol";
import { ExactTransfer } from "../../src/libraries/ExactTransfer.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { Fixture } from "../support/Fixture.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { vm } from "../support/Vm.sol";

/// @notice Keeps one percent of every transfer between accounts.
contract SkimmingToken is OpenToken {
    constructor(address holder) OpenToken(holder) { }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0xFEE), value / 100);
        super._update(from, to, value - value / 100);
    }
}

/// @notice Answers false and moves nothing.
contract LyingToken is OpenToken {
    constructor(address holder) OpenToken(holder) { }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// Disputes and training fees under tokens that a deployment should not have named.
contract RegistryTokensTest is Fixture {
    RecordDisputes private disputes;
    TrainingFees private fees;
    bytes32 private datanetId;
    bytes32 private root;

    function deployWith(OpenToken bad) private {
        datanets = new DatanetRegistry(bad, DISPUTE_STAKE, DISPUTE_WINDOW);
        (disputes, fees) = (RecordDisputes(datanets.disputes()), TrainingFees(datanets.trainingFees()));
        bad.approve(address(disputes), type(uint256).max);
        bad.approve(address(fees), type(uint256).max);
        datanetId = createDatanet();
        root = LeafHash.version("record", contributor);
        vm.startPrank(datanetOwner);
        datanets.publishVersion(datanetId, root, 1, "data", 0);
        datanets.grantAccess(datanetId, address(this), "terms", START + 1 days, 0, 0, 1 ether);
        vm.stopPrank();
    }

    function test_aTokenThatTakesAFeeIsRefused() public {
        deployWith(new SkimmingToken(address(this)));
        vm.expectRevert(
            abi.encodeWithSelector(ExactTransfer.WrongAmountReceived.selector, 0.99 ether * 10, DISPUTE_STAKE)
        );
        disputes.open(datanetId, contributor, "record", "reason");
        vm.expectRevert(abi.encodeWithSelector(ExactTransfer.WrongAmountReceived.selector, 0.99 ether, 1 ether));
        fees.pay(root);
    }

    function test_aTokenThatAnswersFalseIsRefused() public {
        OpenToken bad = new LyingToken(address(this));
        deployWith(bad);
        bytes memory refused = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(bad));
        vm.expectRevert(refused);
        disputes.open(datanetId, contributor, "record", "reason");
        vm.expectRevert(refused);
        fees.pay(root);
    }

    /// A receiver that calls back finds the books as they are after its transfer.
    function test_callingBackTakesNothingTwice() public {
        HostileToken hostile = new HostileToken(address(this));
        deployWith(hostile);
        fees.pay(root);
        ITrainingFees.Line[] memory lines = new ITrainingFees.Line[](1);
        lines[0] = ITrainingFees.Line("record", contributor);
        fees.share(root, address(this), 0, lines, new bytes32[](0));
        hostile.arm(address(fees), abi.encodeCall(fees.withdraw, (contributor)));
        uint128 owed = fees.balanceOf(contributor);
        fees.withdraw(contributor);
        vm.assertTrue(hostile.called());
        vm.assertFalse(hostile.succeeded());
        vm.assertEq(hostile.balanceOf(contributor), owed);

        bytes32 disputeId = disputes.open(datanetId, contributor, "record", "reason");
        vm.prank(datanetOwner);
        disputes.decide(disputeId, false);
        vm.warp(START + 1 + DISPUTE_WINDOW);
        hostile.arm(address(disputes), abi.encodeCall(disputes.close, (disputeId)));
        disputes.close(disputeId);
        vm.assertTrue(hostile.called());
        vm.assertFalse(hostile.succeeded());
        bytes memory closed =
            abi.encodeWithSelector(IRecordDisputes.WrongStage.selector, disputeId, IRecordDisputes.Stage.Closed);
        vm.assertEq(keccak256(hostile.answer()), keccak256(closed));

        hostile.transfer(disputes.potOf(disputeId), 3 ether);
        hostile.arm(address(disputes), abi.encodeCall(disputes.forward, (disputeId)));
        uint256 before = hostile.balanceOf(contributor);
        disputes.forward(disputeId);
        vm.assertFalse(hostile.succeeded());
        vm.assertEq(hostile.balanceOf(contributor) - before, 3 ether);
    }
}
