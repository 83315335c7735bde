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
}
