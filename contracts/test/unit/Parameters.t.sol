// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Committee } from "../../src/Committee.sol";
import { Staking } from "../../src/Staking.sol";
import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { Naming } from "../committee/Linked.t.sol";
import { Creator } from "../support/Creator.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// Parameters that a deployment may not have, each alone.
contract ParametersTest is Fixture {
    Creator private creator;

    function setUp() public override {
        super.setUp();
        creator = new Creator();
    }

    function createStaking(IStaking.StakingParams memory params) private returns (address) {
        bytes memory arguments = abi.encode(address(settlement), address(1), params);
        return creator.create(type(Staking).creationCode, arguments);
    }

    function createCommittee(address settled, ICommittee.CommitteeParams memory params) private returns (address) {
        return creator.create(type(Committee).creationCode, abi.encode(settled, params));
    }

    function test_halfOfAStakeIsTheMostThatIsSlashed() public {
        IStaking.StakingParams memory params = stakingParams();
        (params.faultSlashBps, params.silenceSlashBps) = (5_000, 5_000);
        vm.assertEq(Staking(createStaking(params)).faultSlashBps(), 5_000);
        params.faultSlashBps = 5_001;
        bytes memory code = type(Staking).creationCode;
        bytes memory arguments = abi.encode(address(settlement), address(1), params);
        vm.expectRevert(abi.encodeWithSelector(IStaking.SlashAboveHalf.selector, 5_001));
        creator.create(code, arguments);
        (params.faultSlashBps, params.silenceSlashBps) = (0, 5_001);
        arguments = abi.encode(address(settlement), address(1), params);
        vm.expectRevert(abi.encodeWithSelector(IStaking.SlashAboveHalf.selector, 5_001));
        creator.create(code, arguments);
    }

    function refusesCommittee(address settled, ICommittee.CommitteeParams memory params, bytes memory error_) private {
        bytes memory code = type(Committee).creationCode;
        bytes memory arguments = abi.encode(settled, params);
        vm.expectRevert(error_);
        creator.create(code, arguments);
    }

    function test_badCommitteesAreRefused() public {
        bytes memory bad = abi.encodeWithSelector(ICommittee.BadParameters.selector);
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
            refusesCommittee(settled, params, bad);
        }
        ICommittee.CommitteeParams memory most = ICommittee.CommitteeParams(15, 1, 255, 999_999, 0, 10_000, 1);
        vm.assertEq(Committee(createCommittee(settled, most)).size(), 15);
        (most.size, most.drawDelay) = (1, 1);
        vm.assertEq(Committee(createCommittee(settled, most)).drawDelay(), 1);
    }

    /// Stake that backed an epoch is still there when the last step of a committee on it ends: the longer of two answer
    /// windows and of four steps.
    function test_unbondingOutlastsBoth() public {
        ICommittee.CommitteeParams memory params = committeeParams();
        params.stepWindow = 50;
        bytes memory short = abi.encodeWithSelector(ICommittee.UnbondingTooShort.selector, 299, 300);
        refusesCommittee(address(new Naming(299, address(0))), params, short);
        createCommittee(address(new Naming(300, address(0))), params);
        params.stepWindow = 1;
        short = abi.encodeWithSelector(ICommittee.UnbondingTooShort.selector, 119, 120);
        refusesCommittee(address(new Naming(119, address(0))), params, short);
        createCommittee(address(new Naming(120, address(0))), params);
    }
}
