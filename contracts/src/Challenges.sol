// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DataDemands } from "./DataDemands.sol";
import { IChallenges } from "./interfaces/IChallenges.sol";
import { IFaultProver } from "./interfaces/IFaultProver.sol";
import { IOrigins } from "./interfaces/IOrigins.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";

/// @title Faults, proven by anyone
contract Challenges is IChallenges, DataDemands {
    uint256 private constant KINDS_PER_PROVER = 16;

    /// @inheritdoc IChallenges
    address public immutable settlement;
    /// @dev Written once, by the constructor.
    address[] private _provers;

    /// @inheritdoc IChallenges
    mapping(bytes32 commitment => uint64 block_) public committedAt;

    /// @param settlement_ Stands already and names this contract as its `challenges`.
    /// @param provers_ The prover of kinds 16·i to 16·i + 15 at index i.
    /// @param origins_ Checks what is shown behind an epoch's leaves.
    /// @param answerWindow_ Seconds for the answer to a data demand.
    /// @param pricePerLeaf_ Wei of OPEN that a data demand prepays for each leaf.
    constructor(
        address settlement_,
        address[] memory provers_,
        address origins_,
        uint64 answerWindow_,
        uint96 pricePerLeaf_
    ) DataDemands(ISettlement(settlement_), IOrigins(origins_), answerWindow_, pricePerLeaf_) {
        address linked = ISettlement(settlement_).challenges();
        require(linked == address(this), NotLinked(settlement_, linked));
        for (uint256 i = 0; i < provers_.length; ++i) {
            require(provers_[i].code.length > 0, NotAProver(provers_[i]));
        }
        require(origins_.code.length > 0, NotAProver(origins_));
        settlement = settlement_;
        _provers = provers_;
    }

    /// @inheritdoc IChallenges
    function commit(bytes32 commitment) external {
        if (committedAt[commitment] != 0) return;

        committedAt[commitment] = uint64(block.number);
        emit Committed(commitment, uint64(block.number));
    }

    /// @inheritdoc IChallenges
    function challenge(address operator, uint64 number, uint8 kind, bytes calldata proof, bytes32 salt) external {
        bytes32 commitment = commitmentOf(msg.sender, operator, number, kind, proof, salt);
        uint64 since = committedAt[commitment];
        require(since != 0, NotCommitted(commitment));
        require(block.number > since, CommittedThisBlock(since));
        require(kind / KINDS_PER_PROVER < _provers.length, UnknownKind(kind));
        (bytes32 epochHash,,, ISettlement.EpochStatus status) = ISettlement(settlement).epochOf(operator, number);
        require(status == ISettlement.EpochStatus.Open, EpochNotOpen(operator, number));
        bytes32 proven = IFaultProver(_provers[kind / KINDS_PER_PROVER]).prove(kind, proof);
        require(proven == epochHash, WrongEpoch(proven, epochHash));

        delete committedAt[commitment];
        emit FaultProven(operator, number, epochHash, kind, msg.sender);

        ISettlement(settlement).voidEpochs(operator, number, msg.sender);
    }

    /// @inheritdoc IChallenges
    function provers(uint256 index) external view returns (address) {
        return index < _provers.length ? _provers[index] : address(0);
    }

    /// @inheritdoc IChallenges
    function proverCount() external view returns (uint256) {
        return _provers.length;
    }

    /// @inheritdoc IChallenges
    function commitmentOf(
        address challenger,
        address operator,
        uint64 number,
        uint8 kind,
        bytes calldata proof,
        bytes32 salt
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(challenger, operator, number, kind, keccak256(proof), salt));
    }
}
