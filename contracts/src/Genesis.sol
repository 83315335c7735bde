// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LowLevelCall } from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import { ICommittee } from "./interfaces/ICommittee.sol";
import { IGenesis } from "./interfaces/IGenesis.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { IStaking } from "./interfaces/IStaking.sol";

/// @title Creates the contracts that must know each other by immutable addresses
contract Genesis is IGenesis {
    /// @dev Steps above have longer RLP.
    uint256 private constant MAX_STEPS = 127;
    uint256 private constant STAKING_STEP = 2;
    uint256 private constant FIRST_PROVER_STEP = 3;

    address private immutable _datanetRegistry;
    address private immutable _modelRegistry;
    uint64 private immutable _answerWindow;
    uint96 private immutable _pricePerLeaf;
    /// @dev `challenges`, `staking` and `committee` are left to this contract.
    ISettlement.SettlementParams private _params;
    IStaking.StakingParams private _stakingParams;
    ICommittee.CommitteeParams private _committeeParams;
    /// @dev keccak of each step's creation code; written once, by the constructor.
    bytes32[] private _codeHashes;

    /// @inheritdoc IGenesis
    uint256 public nextStep = 1;

    /// @param params What `Settlement` gets; its `challenges`, `staking` and `committee` are filled in.
    /// @param datanetRegistry Given to the provers.
    /// @param modelRegistry Given to the provers.
    /// @param answerWindow Seconds, for `Challenges`.
    /// @param pricePerLeaf Wei, for `Challenges`.
    /// @param stakingParams For `Staking`.
    /// @param committeeParams For `Committee`.
    /// @param codeHashes keccak of the creation codes, in the order of the steps: `Settlement`, `Staking`, provers,
    /// `Origins`, `Challenges`, `Committee`.
    constructor(
        ISettlement.SettlementParams memory params,
        address datanetRegistry,
        address modelRegistry,
        uint64 answerWindow,
        uint96 pricePerLeaf,
        IStaking.StakingParams memory stakingParams,
        ICommittee.CommitteeParams memory committeeParams,
        bytes32[] memory codeHashes
    ) {
        require(codeHashes.length >= 5 && codeHashes.length <= MAX_STEPS, TooManySteps(codeHashes.length));
        params.challenges = addressOf(codeHashes.length - 1);
        params.committee = addressOf(codeHashes.length);
        params.staking = addressOf(STAKING_STEP);
        _params = params;
        _stakingParams = stakingParams;
        _committeeParams = committeeParams;
        _datanetRegistry = datanetRegistry;
        _modelRegistry = modelRegistry;
        (_answerWindow, _pricePerLeaf) = (answerWindow, pricePerLeaf);
        _codeHashes = codeHashes;
    }

    /// @inheritdoc IGenesis
    function create(bytes calldata creationCode) external returns (address created) {
        uint256 step = nextStep;
        bytes32 codeHash = keccak256(creationCode);
        require(step <= _codeHashes.length && codeHash == _codeHashes[step - 1], WrongCode(step, codeHash));
        bytes memory initCode = bytes.concat(creationCode, _arguments(step));

        nextStep = step + 1;
        assembly ("memory-safe") {
            created := create(0, add(initCode, 0x20), mload(initCode))
        }
        if (created == address(0)) LowLevelCall.bubbleRevert();
        emit Created(step, created);
    }

    /// @inheritdoc IGenesis
    function addressOf(uint256 step) public view returns (address) {
        // Fits: the constructor bounds the steps to 127.
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", address(this), uint8(step))))));
    }

    function _arguments(uint256 step) private view returns (bytes memory) {
        if (step == 1) return abi.encode(_params);
        uint256 last = _codeHashes.length;
        if (step == STAKING_STEP) return abi.encode(addressOf(1), addressOf(last), _stakingParams);
        if (step == last) return abi.encode(addressOf(1), _committeeParams);
        if (step < last - 1) {
            return abi.encode(addressOf(1), _datanetRegistry, _modelRegistry, addressOf(STAKING_STEP));
        }
        address[] memory provers = new address[](step - 1 - FIRST_PROVER_STEP);
        for (uint256 i = 0; i < provers.length; ++i) {
            provers[i] = addressOf(i + FIRST_PROVER_STEP);
        }
        return abi.encode(addressOf(1), provers, addressOf(step - 1), _answerWindow, _pricePerLeaf);
    }
}
