// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Committee } from "../../src/Committee.sol";
import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @dev Says what a settlement and a staking would, and names whoever asks as their committee.
contract Naming {
    address public immutable token = address(1);
    address public immutable challenges = address(this);
    address public immutable staking = address(this);
    uint64 public immutable challengeWindow = 100;
    uint64 public immutable answerWindow = 10;
    uint64 public immutable unbondingDelay;
    address private immutable _other;

    constructor(uint64 unbondingDelay_, address other) {
        (unbondingDelay, _other) = (unbondingDelay_, other);
    }

    function committee() external view returns (address) {
        return _other == address(0) ? msg.sender : _other;
    }
}

contract CommitteeLinkTest is Fixture {
    function test_settlementAndStakingNameTheCommittee() public {
        vm.expectRevert(abi.encodeWithSelector(ICommittee.NotLinked.selector, address(committee)));
        new Committee(address(settlement), committeeParams());
        vm.assertEq(ISettlement(settlement).committee(), address(committee));
        vm.assertEq(IStaking(staking).committee(), address(committee));
    }

    /// Stake that backed an epoch is still there when the last step of a committee on it ends.
    function test_unbondingOutlastsEveryStep() public {
        ICommittee.CommitteeParams memory params = committeeParams();
        params.stepWindow = 50;
        address settled = address(new Naming(299, address(0)));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.UnbondingTooShort.selector, 299, 300));
        new Committee(settled, params);
        settled = address(new Naming(300, address(0)));
        new Committee(settled, params);
        params.stepWindow = 1;
        settled = address(new Naming(119, address(0)));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.UnbondingTooShort.selector, 119, 120));
        new Committee(settled, params);
    }

    function test_parametersAtTheirBoundsAreTaken() public {
        address settled = address(new Naming(1_000_000, address(0)));
        ICommittee.CommitteeParams memory params = ICommittee.CommitteeParams(15, 1, 255, 999_999, 0, 10_000, 1);
        vm.assertEq(new Committee(settled, params).size(), 15);
        (params.size, params.drawDelay) = (1, 1);
        vm.assertEq(new Committee(settled, params).drawDelay(), 1);
    }

    function test_badParametersAreRefused() public {
        address settled = address(new Naming(1_000_000, address(0)));
        for (uint256 i = 0; i < 9; ++i) {
            ICommittee.CommitteeParams memory params = committeeParams();
            if (i == 0) params.size = 0;
            if (i == 1) params.size = 4;
            if (i == 2) params.size = 17;
            if (i == 3) params.stepWindow = 0;
            if (i == 4) params.drawDelay = 0;
            if (i == 5) params.drawDelay = 256;
            if (i == 6) params.tolerancePpm = 1_000_000;
            if (i == 7) params.memberBps = 10_001;
            if (i == 8) params.minimumStake = 0;
            vm.expectRevert(abi.encodeWithSelector(ICommittee.BadParameters.selector));
            new Committee(settled, params);
        }
    }
}
